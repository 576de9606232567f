import { type Response } from 'express';
import { Controller, Get, Res } from '@nestjs/common';
import { PrometheusController } from '@willsoto/nestjs-prometheus';
import { GateMetrics } from './gate-metrics';

/** What Prometheus scrapes: the registry of this instance instead of the one that a whole process shares. */
@Controller()
export class MetricsController extends PrometheusController {
  constructor(private readonly metrics: GateMetrics) {
    super();
  }

  @Get()
  override async index(@Res({ passthrough: true }) response: Response): Promise<string> {
    const { registry } = this.metrics;
    response.setHeader('Content-Type', registry.contentType);
    return registry.metrics();
  }
}
