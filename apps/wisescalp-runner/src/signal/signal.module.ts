import { Module } from '@nestjs/common';
import { ModelModule } from '../learning/model.module';
import { SignalService } from './signal.service';

@Module({ imports: [ModelModule], providers: [SignalService], exports: [SignalService] })
export class SignalModule {}
