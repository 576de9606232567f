import { Module } from '@nestjs/common';
import { riskGuard } from '@aurora/gates';
import { guardToken, provideGuard } from '../guard-token';

@Module({ providers: [provideGuard(riskGuard)], exports: [guardToken(riskGuard.id)] })
export class RiskGuardModule {}
