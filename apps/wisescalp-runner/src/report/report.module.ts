import { Module } from '@nestjs/common';
import { DecisionCounts } from './decision-counts';

@Module({ providers: [DecisionCounts], exports: [DecisionCounts] })
export class ReportModule {}
