import { Module } from '@nestjs/common';
import { expectedReturnGuard } from '@aurora/gates';
import { guardToken, provideGuard } from '../guard-token';

@Module({ providers: [provideGuard(expectedReturnGuard)], exports: [guardToken(expectedReturnGuard.id)] })
export class ExpectedReturnGuardModule {}
