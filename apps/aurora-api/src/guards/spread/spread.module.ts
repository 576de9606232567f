import { Module } from '@nestjs/common';
import { spreadGuard } from '@aurora/gates';
import { guardToken, provideGuard } from '../guard-token';

@Module({ providers: [provideGuard(spreadGuard)], exports: [guardToken(spreadGuard.id)] })
export class SpreadGuardModule {}
