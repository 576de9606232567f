import { existsSync } from 'node:fs';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { type AnyGuard } from '@aurora/gates';
import { REAL_WORLD } from '@aurora/nest';
import { OPS, API, bodyWith, GOOD_BODY, settingsIn, TestApi, type ApiOptions } from '../api.fixture';
import { AppModule } from '../app.module';
import { serve } from '../create-api';
import { guardToken } from '../guards/guard-token';
import { TrapGuardModule } from '../guards/trap/trap.module';
import { FrontDoorAdapter } from '../http/front-door.adapter';
import { GateRuntime } from './gate-runtime';

const broken = (): never => {
  throw new Error('out of order');
};

/** A guard that fails whatever it is asked. */
const brokenGuard = (id: AnyGuard['id'], part: 'check' | 'observe'): AnyGuard => ({
  id,
  summary: 'Fails.',
  config: { schema: {}, keys: {} } as never,
  reasons: {},
  inputs: [],
  judges: 'all',
  bind: () => ({
    check: () => ({ outcome: 'pass', reason: null, value: null, limit: null, cooldownMs: 0 }),
    [part]: broken,
  }),
});

@Module({})
class Empty {}

/** Starts the real service with one of its parts replaced. */
const startWith =
  (token: symbol, part: object): NonNullable<ApiOptions['start']> =>
  async (settings, clock, newId) => {
    const modules = await Test.createTestingModule({ imports: [AppModule.with(settings, { clock, newId })] })
      .overrideProvider(token)
      .useValue(part)
      .compile();
    const adapter = new FrontDoorAdapter();
    const app = modules.createNestApplication<NestExpressApplication>(adapter, { bodyParser: false, logger: false });
    return serve(app, adapter, settings);
  };

/** Starts the real service and lets its engine or its ids fail from then on. */
const startAndBreak =
  (method: 'check' | 'book'): NonNullable<ApiOptions['start']> =>
  async (settings, clock, newId) => {
    const adapter = new FrontDoorAdapter();
    const app = await NestFactory.create<NestExpressApplication>(AppModule.with(settings, { clock, newId }), adapter, {
      bodyParser: false,
      logger: false,
      abortOnError: false,
    });
    const running = await serve(app, adapter, settings);
    app.get(GateRuntime).engine[method] = broken;
    return running;
  };

let api: TestApi;
afterEach(() => api.end());

describe('a guard that fails', () => {
  it.each([
    ['trap', 'check'],
    ['trap', 'observe'],
    ['spread', 'check'],
    ['governance', 'check'],
    ['anti_churn', 'check'],
    ['exposure', 'check'],
  ] as const)('is a block: %s (%s)', async (id, part) => {
    api = await TestApi.start({ start: startWith(guardToken(id), brokenGuard(id, part)) });
    const answer = await api.post('/pretrade/check', GOOD_BODY);
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({ allow: false, max_qty: 0, reason: `guard_error:${id}` });
    expect(api.events('HEALTH.ERROR')).toMatchObject([{ details: { guard: id, error: 'out of order' } }]);
    expect(api.records('orders_denied.jsonl')).toMatchObject([{ gate_code: 'guard_error' }]);
    const { text } = await api.get('/metrics');
    expect(text).toContain('aurora_pretrade_decisions_total{decision="deny",reason_code="guard_error"} 1');
  });
});

describe('a guard whose module is missing', () => {
  it('keeps the service from starting, by name', async () => {
    api = await TestApi.start();
    const settings = settingsIn(api.folder);
    const compiling = Test.createTestingModule({ imports: [AppModule.with(settings, REAL_WORLD)] })
      .overrideModule(TrapGuardModule)
      .useModule(Empty)
      .compile();
    await expect(compiling).rejects.toThrow('Symbol(aurora.guard.trap)');
  });
});

describe('an engine that fails', () => {
  it('allows nothing, says so, and the process lives', async () => {
    api = await TestApi.start({ start: startAndBreak('check') });
    for (const body of [GOOD_BODY, bodyWith({}, { side: 'SELL', symbol: 'eth/usdt' }), { ...GOOD_BODY, req_id: 'k' }]) {
      const answer = await api.post('/pretrade/check', body);
      expect(answer.status).toBe(200);
      expect(answer.json).toMatchObject({
        allow: false,
        max_qty: 0,
        reason: 'guard_error:gate',
        hard_gate: true,
        observability: { gate_state: 'BLOCK', reasons: ['guard_error:gate'] },
      });
    }
    expect(api.events('HEALTH.ERROR')).toHaveLength(3);
    expect(api.events('HEALTH.ERROR')[0]).toMatchObject({ details: { guard: 'gate', error: 'out of order' } });
    expect((await api.get('/gates/counters', API)).json).toMatchObject({ denied: 3, by_reason: { guard_error: 3 } });
    expect((await api.get('/gates/sample', API)).json['decisions']).toMatchObject([
      { symbol: 'BTCUSDT', side: 'buy' },
      { symbol: 'ETHUSDT', side: 'sell' },
      { symbol: 'BTCUSDT' },
    ]);
    expect((await api.get('/health')).status).toBe(200);
  });

  it('takes no report, and says so', async () => {
    api = await TestApi.start({ start: startAndBreak('book') });
    const answer = await api.post('/posttrade/log', { order_id: '1', status: 'new' });
    expect([answer.status, answer.json['error']]).toEqual([500, 'internal_error']);
    expect(answer.text).not.toContain('out of order');
    expect(api.events('HEALTH.ERROR')).toHaveLength(1);
    expect(api.lines('orders.jsonl')).toEqual([]);
  });

  it('not even where ids come from', async () => {
    const start: ApiOptions['start'] = async (settings, clock) => {
      const adapter = new FrontDoorAdapter();
      const app = await NestFactory.create<NestExpressApplication>(
        AppModule.with(settings, { clock, newId: broken }),
        adapter,
        { bodyParser: false, logger: false, abortOnError: false },
      );
      return serve(app, adapter, settings);
    };
    api = await TestApi.start({ start });
    expect((await api.post('/pretrade/check', GOOD_BODY)).status).toBe(500);
    expect((await api.get('/readiness', OPS)).status).toBe(200);
    expect(existsSync(api.stateFile)).toBe(true);
  });
});
