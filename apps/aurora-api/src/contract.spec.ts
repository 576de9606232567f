import {
  ErrorAnswer,
  HealthAnswer,
  PretradeCheckAnswer,
  ReadinessAnswer,
  ROUTES,
  StatusAnswer,
  type Route,
  type ShapeClass,
} from '@aurora/contracts';
import { API, GOOD_BODY, OPS, TestApi, type Answer } from './api.fixture';
import { problemsOf } from './shapes.fixture';

/** Never ends by itself; event-stream.spec.ts reads it. */
const STREAM = '/events/stream';

const routes = ROUTES.filter(({ path }) => path !== STREAM);

const BODIES: Readonly<Record<string, object>> = {
  '/pretrade/check': GOOD_BODY,
  '/posttrade/log': { order_id: '1', symbol: 'BTCUSDT', status: 'new' },
  '/ops/rotate_token': { new_token: OPS['x-ops-token'] },
  '/risk/set': { size_scale: 1 },
  '/overlay/apply': { overlay: { guards: { spread_bps_limit: 70 } } },
};

const pathOf = ({ path }: Route): string => path.replace('{sec}', '0').replace('{state}', 'active');
const ask = (api: TestApi, route: Route, headers: object): Promise<Answer> =>
  route.method === 'get' ? api.get(pathOf(route), headers) : api.post(pathOf(route), BODIES[route.path], headers);

const headerOf = (route: Route, token: string): object =>
  route.auth === 'ops' ? { 'x-ops-token': token } : { 'x-auth-token': token };
const rightTokens = { ...OPS, ...API };

function expectShape(answer: Answer, shape: ShapeClass): void {
  expect(answer.headers['content-type']).toMatch(/^application\/json/);
  expect(problemsOf(shape, answer.json)).toEqual([]);
}

function expectSuccess(route: Route, answer: Answer): void {
  if (route.answer === 'redirect') {
    expect([answer.status, answer.headers['location']]).toEqual([307, '/docs']);
    return;
  }
  expect([answer.status, answer.text.slice(0, 200)]).toEqual([200, expect.anything()]);
  if (typeof route.answer === 'string') expect(answer.headers['content-type']).toContain(route.answer);
  else expectShape(answer, route.answer);
}

/** A route that wants a token says no in the error shape, /readiness in its own. */
function expectRefusal(route: Route, answer: Answer, status: number): void {
  expect(answer.status).toBe(status);
  expectShape(answer, route.path === '/readiness' ? ReadinessAnswer : ErrorAnswer);
}

describe('every route', () => {
  let open: TestApi;
  let closed: TestApi;
  let bare: TestApi;
  beforeAll(async () => {
    open = await TestApi.start();
    closed = await TestApi.start({ config: { security: { require_token_for_trading: true } } });
    bare = await TestApi.start({ env: { OPS_TOKEN: undefined, AURORA_API_TOKEN: undefined } });
  });
  afterAll(() => Promise.all([open.end(), closed.end(), bare.end()]));

  it.each(routes.map((route) => [`${route.method} ${route.path}`, route] as const))(
    '%s: right token, none, a wrong one, and none configured',
    async (_, route) => {
      if (route.path === '/overlay/rollback') await closed.post('/overlay/apply', BODIES['/overlay/apply'], API);
      expectSuccess(route, await ask(closed, route, rightTokens));
      const [without, wrong, unconfigured] = await Promise.all([
        ask(closed, route, {}),
        ask(closed, route, headerOf(route, 'not-the-token-at-all-0000')),
        ask(bare, route, rightTokens),
      ]);
      if (route.auth === 'none') {
        for (const answer of [without, wrong, unconfigured]) expectSuccess(route, answer);
        return;
      }
      expectRefusal(route, without, 401);
      expectRefusal(route, wrong, 403);
      if (route.auth === 'trading') expectSuccess(route, unconfigured);
      else expectRefusal(route, unconfigured, 401);
    },
  );

  it('trading routes ask for no token where the configuration does not', async () => {
    expectShape(await open.post('/pretrade/check', GOOD_BODY), PretradeCheckAnswer);
    expectShape(await open.post('/posttrade/log', BODIES['/posttrade/log']), StatusAnswer);
  });

  it.each(['/nowhere', '/pretrade', '/pretrade/check/x', '/orchestrator/events', '/..%2f..%2fetc/passwd', '/%zz'])(
    '%s is not found, in the one error shape',
    async (path) => {
      for (const answer of [await open.get(path, rightTokens), await open.post(path, {}, rightTokens)]) {
        expect([400, 404]).toContain(answer.status);
        expectShape(answer, ErrorAnswer);
      }
    },
  );

  it('a wrong method is not found', async () => {
    for (const answer of [await open.get('/pretrade/check'), await open.post('/health')]) {
      expect(answer.status).toBe(404);
      expectShape(answer, ErrorAnswer);
    }
  });

  it('describes itself: every route is in /docs-json, and /docs is a page', async () => {
    const { json } = await open.get('/docs-json');
    expect(Object.keys(json['paths'] as object).sort()).toEqual([...new Set(ROUTES.map(({ path }) => path))].sort());
    expect((json['info'] as { version: string }).version).toBe('1.2.3');
    expect((await open.get('/docs')).text).toContain('swagger-ui');
  });

  it('says what it is, and that it is well', async () => {
    expect((await open.get('/version')).json).toEqual({
      version: '1.2.3',
      git_revision: 'abc1234',
      order_profile: 'er_before_slip',
    });
    const health = await open.get('/health');
    expect(health.json).toEqual({ status: 'healthy', models_loaded: true, version: '1.2.3' });
    expectShape(health, HealthAnswer);
    const { json } = await open.get('/readiness', OPS);
    expect(Object.keys(json)).toEqual([
      'config_loaded',
      'last_event_ts',
      'halt',
      'models_loaded',
      'trading_state',
      'event_log_ok',
      'state_store_ok',
    ]);
    expect(json).toMatchObject({ halt: false, trading_state: 'ACTIVE', event_log_ok: true, state_store_ok: true });
  });

  it('says so in /readiness when it is halted', async () => {
    await open.post('/aurora/disarm', undefined, OPS);
    await open.post('/ops/trading_state/reducing', undefined, OPS);
    const { json, status } = await open.get('/readiness', OPS);
    expect([status, json['halt'], json['trading_state']]).toEqual([200, true, 'REDUCING']);
  });
});
