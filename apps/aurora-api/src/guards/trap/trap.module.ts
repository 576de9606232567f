import { Module } from '@nestjs/common';
import { trapGuard } from '@aurora/gates';
import { guardToken, provideGuard } from '../guard-token';

@Module({ providers: [provideGuard(trapGuard)], exports: [guardToken(trapGuard.id)] })
export class TrapGuardModule {}
