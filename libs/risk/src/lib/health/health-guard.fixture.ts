import { defaultsOf } from '@aurora/kernel';
import { healthConfig, type HealthConfig } from './health-config';
import { HealthGuard } from './health-guard';

/** A guard with the defaults of the library, changed as told. */
export const guardWith = (config: Partial<HealthConfig> = {}): HealthGuard =>
  new HealthGuard({ ...defaultsOf(healthConfig).aurora, ...config });
