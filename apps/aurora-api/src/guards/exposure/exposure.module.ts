import { Module } from '@nestjs/common';
import { exposureGuard } from '@aurora/gates';
import { guardToken, provideGuard } from '../guard-token';

@Module({ providers: [provideGuard(exposureGuard)], exports: [guardToken(exposureGuard.id)] })
export class ExposureGuardModule {}
