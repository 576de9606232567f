import { Module } from '@nestjs/common';
import { sprtGuard } from '@aurora/gates';
import { guardToken, provideGuard } from '../guard-token';

@Module({ providers: [provideGuard(sprtGuard)], exports: [guardToken(sprtGuard.id)] })
export class SprtGuardModule {}
