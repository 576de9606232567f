import { Module } from '@nestjs/common';
import { antiChurnGuard } from '@aurora/gates';
import { guardToken, provideGuard } from '../guard-token';

@Module({ providers: [provideGuard(antiChurnGuard)], exports: [guardToken(antiChurnGuard.id)] })
export class AntiChurnGuardModule {}
