export { MetricsServer, type MetricsSource } from './lib/metrics-server';
export { NestLogger } from './lib/nest-logger';
export { SystemClock, type MachineClocks } from './lib/system-clock';
export { CLOCK, NEW_ID, newUuid, REAL_WORLD, TimeAndIdsModule, type TimeAndIds } from './lib/time-and-ids.module';
