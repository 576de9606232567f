import { Controller, Sse, UseGuards, type MessageEvent } from '@nestjs/common';
import { Observable } from 'rxjs';
import { GateRuntime } from '../gate/gate-runtime';
import { ApiAuthGuard } from '../http/tokens.auth-guard';
import { GateMetrics } from '../metrics/gate-metrics';

/** Proxies cut connections on which nothing moves. */
const HEARTBEAT_MS = 15_000;

/** The event log as it is written, as server-sent events: `event` is the code, `id` the time stamp, `data` the line. */
@Controller('events')
@UseGuards(ApiAuthGuard)
export class EventStreamController {
  constructor(
    private readonly runtime: GateRuntime,
    private readonly metrics: GateMetrics,
  ) {}

  @Sse('stream')
  stream(): Observable<MessageEvent> {
    return new Observable((client) => {
      this.metrics.sseClients.inc();
      const stop = this.runtime.log.onEvent((line, code, tsNs) =>
        client.next({ type: code, id: String(tsNs), data: line }),
      );
      const heartbeat = setInterval(() => client.next({ type: 'heartbeat', data: '' }), HEARTBEAT_MS);
      heartbeat.unref();
      return () => {
        stop();
        clearInterval(heartbeat);
        this.metrics.sseClients.dec();
        this.metrics.sseDisconnects.inc();
      };
    });
  }
}
