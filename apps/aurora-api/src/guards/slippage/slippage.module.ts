import { Module } from '@nestjs/common';
import { slippageGuard } from '@aurora/gates';
import { guardToken, provideGuard } from '../guard-token';

@Module({ providers: [provideGuard(slippageGuard)], exports: [guardToken(slippageGuard.id)] })
export class SlippageGuardModule {}
