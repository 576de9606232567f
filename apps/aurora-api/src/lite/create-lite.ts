import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { preparePosttrade, preparePretrade, type HealthAnswer, type VersionAnswer } from '@aurora/contracts';
import { type Ms } from '@aurora/kernel';
import { REAL_WORLD, type TimeAndIds } from '@aurora/nest';
import { type RunningApi } from '../create-api';
import { Admission } from '../http/admission';
import { answerClientError } from '../http/client-error';
import { readJsonBody } from '../http/read-body';
import { NOT_FOUND, SHUTTING_DOWN, type Refusal } from '../http/refusal';
import { respond, respondRefusal } from '../http/respond';
import { limitServer, serverOptions } from '../http/server-limits';
import { Tokens } from '../http/tokens';
import { type Settings } from '../settings/settings';
import { StartError } from '../start-error';
import { liteRoutes } from './lite-routes';

export const NOT_IN_LIVE = 'its answers are fixed, no guard stands behind them: it never runs in live or prod mode';

/**
 * Starts a stand-in for the gate: the same contract on fixed answers, each after `delayMs`, for clients that are being
 * built. Rejects with a `StartError` in live mode and when it cannot listen.
 */
export async function createLite(
  settings: Settings,
  delayMs: Ms,
  timeAndIds: TimeAndIds = REAL_WORLD,
): Promise<RunningApi> {
  const { api, mode } = settings.loaded.resolved.config;
  if (mode === 'live') throw new StartError(NOT_IN_LIVE);
  preparePretrade();
  preparePosttrade();
  let open = true;
  const answer = frontOf(settings, delayMs, timeAndIds);
  const server = createServer(serverOptions(api), (request, response) => {
    if (open) return answer(request, response);
    response.setHeader('Connection', 'close');
    respondRefusal(response, SHUTTING_DOWN);
  });
  limitServer(
    server,
    api,
    () => timeAndIds.clock.nowMs(),
    (message) => process.stderr.write(`${message}\n`),
  );
  server.on('clientError', answerClientError);
  await listen(server, api.host, api.port);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${api.host.includes(':') ? `[${api.host}]` : api.host}:${port}`,
    stop: () => {
      open = false;
      return close(server, api.shutdownTimeoutMs);
    },
  };
}

function frontOf(settings: Settings, delayMs: Ms, timeAndIds: TimeAndIds) {
  const { api, security, pretrade } = settings.loaded.resolved.config;
  const { version, gitRevision } = settings;
  const admission = new Admission(settings.loaded.resolved.config, timeAndIds.clock);
  const tokens = new Tokens(security);
  const routes = liteRoutes(settings, timeAndIds);
  const said: Readonly<Record<string, HealthAnswer | VersionAnswer>> = {
    '/health': { status: 'healthy', models_loaded: true, version },
    '/version': { version, git_revision: gitRevision, order_profile: pretrade.orderProfile, lite: true },
  };
  return (request: IncomingMessage, response: ServerResponse): void => {
    const [path = ''] = (request.url ?? '').split('?', 1);
    const route = request.method === 'POST' ? routes.get(path) : undefined;
    const refuse = (refusal: Refusal): void => respondRefusal(response, refusal);
    const refusal = admission.refusal(request, route ? 'trading' : 'general');
    if (refusal !== null) return refuse(refusal);
    if (route === undefined) {
      const answer = request.method === 'GET' && Object.hasOwn(said, path) ? said[path] : undefined;
      return answer ? respond(response, 200, JSON.stringify(answer)) : refuse(NOT_FOUND);
    }
    const tokenRefusal = security.requireTokenForTrading ? tokens.apiRefusal(request) : null;
    if (tokenRefusal !== null) return refuse(tokenRefusal);
    readJsonBody(
      request,
      api.bodyLimitKb * 1024,
      (body) => {
        const outcome = route(body);
        setTimeout(() => (typeof outcome === 'string' ? respond(response, 200, outcome) : refuse(outcome)), delayMs);
      },
      refuse,
    );
  };
}

const listen = (server: Server, host: string, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', ({ message }) => reject(new StartError(`cannot listen on ${host}, port ${port}: ${message}`)));
    server.listen(port, host, resolve);
  });

/** Ends when everything accepted is answered, and the connections of those who keep them open are closed. */
function close(server: Server, timeoutMs: Ms): Promise<void> {
  const idle = setInterval(() => server.closeIdleConnections(), 20);
  const patience = setTimeout(() => server.closeAllConnections(), timeoutMs);
  return new Promise((resolve) =>
    server.close(() => {
      clearInterval(idle);
      clearTimeout(patience);
      resolve();
    }),
  );
}
