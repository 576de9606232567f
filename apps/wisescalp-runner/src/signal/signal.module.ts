import { Module } from '@nestjs/common';
import { ModelModule } from '../learning/model.module';
import { RulesModule } from '../rules/rules.module';
import { SignalService } from './signal.service';

@Module({ imports: [ModelModule, RulesModule], providers: [SignalService], exports: [SignalService] })
export class SignalModule {}
