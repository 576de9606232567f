import { type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type NestExpressApplication } from '@nestjs/platform-express';
import helmet from 'helmet';
import { destination, pino } from 'pino';
import { preparePosttrade, preparePretrade } from '@aurora/contracts';
import { type Clock, type Ms } from '@aurora/kernel';
import { CLOCK, NestLogger, REAL_WORLD, type TimeAndIds } from '@aurora/nest';
import { AppModule } from './app.module';
import { serveDocs } from './docs/serve-docs';
import { answerClientError } from './http/client-error';
import { ErrorFilter } from './http/error.filter';
import { FrontDoorAdapter } from './http/front-door.adapter';
import { jsonBody } from './http/json-body';
import { limitServer, serverOptions } from './http/server-limits';
import { type Settings } from './settings/settings';
import { StartError } from './start-error';
import { TradingDoor } from './trading/trading-door';

/** How long a stop goes on taking requests, each of which is told to come no more. */
const ON_THE_WAY_MS = 100;
const STANDARD_ERROR = 2;
/** How soon a connection that has its answer is closed while the service stops. */
const IDLE_CHECK_MS = 20;

/** A service that listens. */
export interface RunningApi {
  readonly url: string;
  /** Answers what was accepted, writes what waits, and gives everything back. */
  stop(): Promise<void>;
}

/** Starts the service: every part in place, or a rejection that says which one is not. */
export async function createApi(settings: Settings, timeAndIds: TimeAndIds = REAL_WORLD): Promise<RunningApi> {
  const { api } = settings.loaded.resolved.config;
  const adapter = new FrontDoorAdapter(serverOptions(api));
  const app = await NestFactory.create<NestExpressApplication>(AppModule.with(settings, timeAndIds), adapter, {
    logger: new NestLogger(pino({ level: api.logLevel }, destination(STANDARD_ERROR))),
    bodyParser: false,
    abortOnError: false,
  });
  return serve(app, adapter, settings);
}

/** Puts the modules behind HTTP and listens. */
export async function serve(
  app: NestExpressApplication,
  adapter: FrontDoorAdapter,
  settings: Settings,
): Promise<RunningApi> {
  const { api, security } = settings.loaded.resolved.config;
  app.use(
    helmet({
      contentSecurityPolicy: {
        directives: { 'script-src': ["'self'", "'unsafe-inline'"], upgradeInsecureRequests: null },
      },
    }),
  );
  app.use(jsonBody(api.bodyLimitKb * 1024));
  app.useGlobalFilters(new ErrorFilter());
  if (security.corsOrigin !== null) app.enableCors({ origin: security.corsOrigin });
  serveDocs(app, settings.version);
  const door = app.get(TradingDoor);
  adapter.openFrontDoor((request, response) => door.handle(request, response));
  preparePretrade();
  preparePosttrade();
  const server = app.getHttpServer() as Server;
  const clock = app.get<Clock>(CLOCK);
  const logger = new Logger('http');
  limitServer(
    server,
    api,
    () => clock.nowMs(),
    (message) => logger.warn(message),
  );
  server.on('clientError', answerClientError);
  await listen(app, api.host, api.port);
  const { port } = server.address() as AddressInfo;
  const host = api.host.includes(':') ? `[${api.host}]` : api.host;
  return {
    url: `http://${host}:${port}`,
    stop: async () => {
      door.close();
      // Node closes idle connections at once, and a request on its way to one of them would be reset.
      await sleep(ON_THE_WAY_MS);
      // A process that got no processor time meanwhile has what arrived still before it.
      await setImmediate();
      await setImmediate();
      await close(app, server, api.shutdownTimeoutMs);
    },
  };
}

async function listen(app: NestExpressApplication, host: string, port: number): Promise<void> {
  try {
    await app.listen(port, host);
  } catch (error) {
    await app.close();
    throw new StartError(`cannot listen on ${host}, port ${port}: ${(error as Error).message}`, { cause: error });
  }
}

async function close(app: NestExpressApplication, server: Server, timeoutMs: Ms): Promise<void> {
  const idle = setInterval(() => server.closeIdleConnections(), IDLE_CHECK_MS);
  const patience = setTimeout(() => server.closeAllConnections(), timeoutMs);
  try {
    await app.close();
  } finally {
    clearInterval(idle);
    clearTimeout(patience);
  }
}
