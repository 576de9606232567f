import { type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { NestFactory } from '@nestjs/core';
import { type NestExpressApplication } from '@nestjs/platform-express';
import helmet from 'helmet';
import { destination, pino } from 'pino';
import { preparePosttrade, preparePretrade } from '@aurora/contracts';
import { NestLogger, REAL_WORLD, type TimeAndIds } from '@aurora/nest';
import { AppModule } from './app.module';
import { serveDocs } from './docs/serve-docs';
import { ErrorFilter } from './http/error.filter';
import { FrontDoorAdapter } from './http/front-door.adapter';
import { type Settings } from './settings/settings';
import { TradingDoor } from './trading/trading-door';

const STANDARD_ERROR = 2;

/** A service that listens. */
export interface RunningApi {
  readonly url: string;
  /** Answers what was accepted, writes what waits, and gives everything back. */
  stop(): Promise<void>;
}

/** Starts the service: every part in place, or a rejection that says which one is not. */
export async function createApi(settings: Settings, timeAndIds: TimeAndIds = REAL_WORLD): Promise<RunningApi> {
  const { api, security } = settings.loaded.resolved.config;
  const bodyLimitBytes = api.bodyLimitKb * 1024;
  const adapter = new FrontDoorAdapter();
  const app = await NestFactory.create<NestExpressApplication>(AppModule.with(settings, timeAndIds), adapter, {
    logger: new NestLogger(pino({ level: settings.logLevel }, destination(STANDARD_ERROR))),
    bodyParser: false,
    abortOnError: false,
  });
  app.use(
    helmet({
      contentSecurityPolicy: {
        directives: { 'script-src': ["'self'", "'unsafe-inline'"], upgradeInsecureRequests: null },
      },
    }),
  );
  app.useBodyParser('json', { limit: bodyLimitBytes, strict: false });
  app.useGlobalFilters(new ErrorFilter(bodyLimitBytes));
  if (security.corsOrigin !== null) app.enableCors({ origin: security.corsOrigin });
  serveDocs(app, settings.version);
  const door = app.get(TradingDoor);
  adapter.openFrontDoor((request, response) => door.handle(request, response));
  preparePretrade();
  preparePosttrade();
  const server = app.getHttpServer() as Server;
  server.requestTimeout = api.requestTimeoutMs;
  server.headersTimeout = Math.min(api.requestTimeoutMs, 15_000);
  server.keepAliveTimeout = api.keepAliveTimeoutMs;
  await app.listen(api.port, api.host);
  const { port } = server.address() as AddressInfo;
  const host = api.host.includes(':') ? `[${api.host}]` : api.host;
  return {
    url: `http://${host}:${port}`,
    stop: async () => {
      door.close();
      const patience = setTimeout(() => server.closeAllConnections(), api.shutdownTimeoutMs);
      try {
        await app.close();
      } finally {
        clearTimeout(patience);
      }
    },
  };
}
