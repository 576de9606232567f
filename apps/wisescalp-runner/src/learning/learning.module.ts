import { Module } from '@nestjs/common';
import { CurrentModel } from './current-model';
import { Learning } from './learning.service';

@Module({ providers: [CurrentModel, Learning], exports: [CurrentModel, Learning] })
export class LearningModule {}
