import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NestFactory } from '@nestjs/core';
import { type NestExpressApplication } from '@nestjs/platform-express';
import { type ApiOptions } from './api.fixture';
import { AppModule } from './app.module';
import { serve } from './create-api';
import { FrontDoorAdapter } from './http/front-door.adapter';

interface Layer {
  readonly route?: { readonly path: string; readonly methods: Readonly<Record<string, boolean>> };
}

/** Notes every route that the running service answers, as `get /risk/snapshot`, in the words of the contract. */
export const noting =
  (routes: string[]): NonNullable<ApiOptions['start']> =>
  async (settings, clock, newId) => {
    const adapter = new FrontDoorAdapter();
    const app = await NestFactory.create<NestExpressApplication>(AppModule.with(settings, { clock, newId }), adapter, {
      bodyParser: false,
      logger: false,
      abortOnError: false,
    });
    const running = await serve(app, adapter, settings);
    const { stack } = adapter.getInstance<{ readonly router: { readonly stack: readonly Layer[] } }>().router;
    for (const { route } of stack) {
      if (route === undefined) continue;
      const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
      routes.push(...Object.keys(route.methods).map((method) => `${method} ${path}`));
    }
    routes.push(...frontDoorRoutes());
    return running;
  };

/** The routes answered before Express, which keeps no list of them. */
function frontDoorRoutes(): string[] {
  const source = readFileSync(join(__dirname, 'trading/trading-door.ts'), 'utf8');
  return [...source.matchAll(/\['(\/[^']+)',/g)].map(([, path]) => `post ${path}`);
}
