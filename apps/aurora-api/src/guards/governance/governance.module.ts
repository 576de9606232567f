import { Module } from '@nestjs/common';
import { governanceGuard } from '@aurora/gates';
import { guardToken, provideGuard } from '../guard-token';

@Module({ providers: [provideGuard(governanceGuard)], exports: [guardToken(governanceGuard.id)] })
export class GovernanceGuardModule {}
