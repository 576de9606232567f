import { Module } from '@nestjs/common';
import { LearningModule } from '../learning/learning.module';
import { SignalService } from './signal.service';

@Module({ imports: [LearningModule], providers: [SignalService], exports: [SignalService] })
export class SignalModule {}
