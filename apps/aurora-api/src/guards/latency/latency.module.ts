import { Module } from '@nestjs/common';
import { latencyGuard } from '@aurora/gates';
import { guardToken, provideGuard } from '../guard-token';

@Module({ providers: [provideGuard(latencyGuard)], exports: [guardToken(latencyGuard.id)] })
export class LatencyGuardModule {}
