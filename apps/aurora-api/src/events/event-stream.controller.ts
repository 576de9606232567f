import { type IncomingMessage, type ServerResponse } from 'node:http';
import { Controller, Get, Inject, Req, Res, UseGuards, type BeforeApplicationShutdown } from '@nestjs/common';
import { GateRuntime } from '../gate/gate-runtime';
import { TOO_MANY_STREAMS } from '../http/refusal';
import { Refused } from '../http/refused';
import { ApiAuthGuard } from '../http/tokens.auth-guard';
import { GateMetrics } from '../metrics/gate-metrics';
import { SETTINGS, type Settings } from '../settings/settings';

/** Proxies cut connections on which nothing moves. */
const HEARTBEAT_MS = 15_000;
/** A client further behind than this is let go, so that one that does not read cannot fill the memory. */
const MAX_BEHIND_BYTES = 4 * 2 ** 20;

/** The event log as it is written, as server-sent events: `event` is the code, `id` the time stamp, `data` the line. */
@Controller('events')
@UseGuards(ApiAuthGuard)
export class EventStreamController implements BeforeApplicationShutdown {
  private readonly clients = new Set<ServerResponse>();
  private readonly maxClients: number;

  constructor(
    private readonly runtime: GateRuntime,
    private readonly metrics: GateMetrics,
    @Inject(SETTINGS) { loaded }: Settings,
  ) {
    this.maxClients = loaded.resolved.config.api.maxEventStreams;
  }

  @Get('stream')
  stream(@Req() request: IncomingMessage, @Res() response: ServerResponse): void {
    if (request.method !== 'HEAD' && this.clients.size >= this.maxClients) throw new Refused(TOO_MANY_STREAMS);
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache, no-transform' });
    if (request.method === 'HEAD') {
      response.end();
      return;
    }
    const send = (message: string): void => {
      if (response.writableLength > MAX_BEHIND_BYTES) response.destroy();
      else response.write(message);
    };
    const stop = this.runtime.log.onEvent((line, code, tsNs) => send(`event: ${code}\nid: ${tsNs}\ndata: ${line}\n\n`));
    const heartbeat = setInterval(() => send('event: heartbeat\ndata:\n\n'), HEARTBEAT_MS);
    heartbeat.unref();
    this.clients.add(response);
    this.metrics.sseClients.inc();
    response.on('close', () => {
      stop();
      clearInterval(heartbeat);
      this.clients.delete(response);
      this.metrics.sseClients.dec();
      this.metrics.sseDisconnects.inc();
    });
    // The client knows it is connected before the first event.
    send(': connected\n\n');
  }

  /** Streams would keep the server from ending. */
  beforeApplicationShutdown(): void {
    for (const client of this.clients) client.end();
  }
}
