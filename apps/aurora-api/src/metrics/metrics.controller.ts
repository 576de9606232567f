import { type ServerResponse } from 'node:http';
import { Controller, Get, Res } from '@nestjs/common';
import { GateMetrics } from './gate-metrics';

/** What Prometheus scrapes. */
@Controller('metrics')
export class MetricsController {
  constructor(private readonly metrics: GateMetrics) {}

  @Get()
  async metricsText(@Res({ passthrough: true }) response: ServerResponse): Promise<string> {
    const { registry } = this.metrics;
    response.setHeader('Content-Type', registry.contentType);
    return registry.metrics();
  }
}
