import { Module } from '@nestjs/common';
import { healthGuard } from '@aurora/gates';
import { guardToken, provideGuard } from '../guard-token';

@Module({ providers: [provideGuard(healthGuard)], exports: [guardToken(healthGuard.id)] })
export class HealthGuardModule {}
