import { Module } from '@nestjs/common';
import { PolicyModule } from '../policy/policy.module';
import { ReportModule } from '../report/report.module';
import { Trader } from './trader.service';

@Module({ imports: [PolicyModule, ReportModule], providers: [Trader], exports: [Trader] })
export class OrdersModule {}
