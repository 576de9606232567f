import { type Server, type ServerOptions } from 'node:http';
import { type AuroraConfig } from '@aurora/config';
import { type Ms } from '@aurora/kernel';

/** Least time between two lines that say that connections are turned away. */
const SAY_AGAIN_MS = 60_000;

/** How large a request's headers may be, and how long its parts may take to arrive. */
export const serverOptions = (api: AuroraConfig['api']): ServerOptions => ({
  requestTimeout: api.requestTimeoutMs,
  headersTimeout: Math.min(api.requestTimeoutMs, api.headersTimeoutMs),
  keepAliveTimeout: api.keepAliveTimeoutMs,
  connectionsCheckingInterval: api.timeoutCheckMs,
  maxHeaderSize: api.headerLimitKb * 1024,
});

/** What a server is told once it exists. `warn` hears, now and then, that connections are turned away. */
export function limitServer(
  server: Server,
  { maxConnections }: AuroraConfig['api'],
  nowMs: () => Ms,
  warn: (message: string) => void,
): void {
  server.maxConnections = maxConnections;
  // Beyond a count Node would drop header lines in silence, the proxy's X-Forwarded-For among them. `Admission` counts.
  server.maxHeadersCount = 0;
  let saidMs = -Infinity;
  server.on('drop', () => {
    if (nowMs() - saidMs < SAY_AGAIN_MS) return;
    saidMs = nowMs();
    warn(`connections are turned away: api.max_connections (${maxConnections}) are open`);
  });
}
