import { request } from 'undici';
import { ROUTES } from '@aurora/contracts';
import { GOOD_BODY, TestApi, type ApiOptions } from './api.fixture';
import { LIVE_API_TOKEN, LIVE_OPS_TOKEN } from './child-api.fixture';
import { noting } from './routes-under-test.fixture';

type Access = 'open' | 'ops' | 'api' | 'trading';

/** Who may call what: every route the service answers stands here, or a test fails. */
const ACCESS: Readonly<Record<string, Access>> = {
  'get /': 'open',
  'get /docs': 'open',
  'get /docs/': 'open',
  'get /docs/LICENSE': 'open',
  'get /docs/index.html': 'open',
  'get /docs/swagger-ui-init.js': 'open',
  'get /docs/docs/swagger-ui-init.js': 'open',
  'get /docs-json': 'open',
  'get /version': 'open',
  'get /health': 'open',
  'get /metrics': 'open',
  'get /liveness': 'ops',
  'get /readiness': 'ops',
  'post /pretrade/check': 'trading',
  'post /posttrade/log': 'trading',
  'get /ops/state': 'ops',
  'post /ops/cooloff/{sec}': 'ops',
  'post /ops/reset': 'ops',
  'post /aurora/arm': 'ops',
  'post /aurora/disarm': 'ops',
  'post /ops/trading_state/{state}': 'ops',
  'post /ops/rotate_token': 'ops',
  'get /risk/snapshot': 'ops',
  'post /risk/set': 'ops',
  'get /ops/model_status': 'ops',
  'get /overlay/active': 'api',
  'post /overlay/apply': 'api',
  'post /overlay/rollback': 'api',
  'get /gates/counters': 'api',
  'get /gates/sample': 'api',
  'get /orchestrator/status': 'api',
  'get /orchestrator/events/tail': 'api',
  'get /events/stream': 'api',
};

const BODIES: Readonly<Record<string, object>> = {
  'post /pretrade/check': GOOD_BODY,
  'post /posttrade/log': { order_id: '1', symbol: 'BTCUSDT', status: 'new' },
  'post /ops/rotate_token': { new_token: LIVE_OPS_TOKEN },
  'post /risk/set': { size_scale: 1 },
  'post /overlay/apply': { overlay: { guards: { spread_bps_limit: 70 } } },
};

const [OPS, API] = [LIVE_OPS_TOKEN, LIVE_API_TOKEN];
const OLD_OPS = 'aG6r_Wq8-Lp2Zx5Kt9Vb3Nm7Hc';
const ops = (...tokens: string[]): object => ({ 'x-ops-token': tokens.length === 1 ? tokens[0] : tokens });
const api = (...tokens: string[]): object => ({ 'x-auth-token': tokens.length === 1 ? tokens[0] : tokens });

/** What a caller shows, and what becomes of it where both tokens are configured: in, or the status it is refused with. */
const SHOWN: readonly (readonly [string, object, ops: 'in' | number, api: 'in' | number])[] = [
  ['nothing', {}, 401, 401],
  ['empty tokens', { ...ops(''), ...api('') }, 401, 401],
  ['wrong tokens', { ...ops(`${OPS}x`), ...api(`${API}x`) }, 403, 403],
  ['tokens but for the case', { ...ops(OPS.toLowerCase()), ...api(API.toLowerCase()) }, 403, 403],
  ['the beginning of the tokens', { ...ops(OPS.slice(0, -1)), ...api(API.slice(0, -1)) }, 403, 403],
  ['the api token', api(API), 401, 'in'],
  ['the ops token', ops(OPS), 'in', 401],
  ['both tokens', { ...ops(OPS), ...api(API) }, 'in', 'in'],
  ['each token in the other header', { ...ops(API), ...api(OPS) }, 403, 403],
  ['both tokens twice', { ...ops(OPS, OPS), ...api(API, API) }, 403, 403],
  ['right and wrong tokens', { ...ops(OPS, 'x'), ...api('x', API) }, 403, 403],
  ['tokens that were rotated out', { ...ops(OLD_OPS), ...api(API) }, 403, 'in'],
  [
    'tokens under other names',
    { authorization: `Bearer ${OPS}`, 'x-api-token': API, cookie: `x-ops-token=${OPS}` },
    401,
    401,
  ],
];

interface Kind {
  readonly options: ApiOptions;
  /** Whether a trading route is open here; else it is an API route. */
  readonly openTrading: boolean;
  /** Status of every request, whatever it shows. */
  readonly refusesAll?: 401 | 403;
}

const TOKENS = { OPS_TOKEN: OLD_OPS, AURORA_API_TOKEN: API };
const ELSEWHERE = { ip_allowlist: ['10.0.0.0/8'] };
const PROXIED = { ...ELSEWHERE, trusted_proxies: ['127.0.0.1'] };

const KINDS: Readonly<Record<string, Kind>> = {
  'a shadow gate': { options: { env: TOKENS }, openTrading: true },
  'a shadow gate that wants a token for trading': {
    options: { env: TOKENS, config: { security: { require_token_for_trading: true } } },
    openTrading: false,
  },
  'a live gate': { options: { env: TOKENS, config: { mode: 'live' } }, openTrading: false },
  'a live gate without a token for trading': {
    options: { env: TOKENS, config: { mode: 'live', security: { require_token_for_trading: false } } },
    openTrading: true,
  },
  'a gate for other addresses': {
    options: { env: TOKENS, config: { security: ELSEWHERE } },
    openTrading: true,
    refusesAll: 403,
  },
};

const WITHOUT_TOKENS: Readonly<Record<string, ApiOptions>> = {
  'no token configured': { env: { OPS_TOKEN: undefined, AURORA_API_TOKEN: undefined } },
  'no token configured, one wanted for trading': {
    env: { OPS_TOKEN: undefined, AURORA_API_TOKEN: undefined },
    config: { security: { require_token_for_trading: true } },
  },
};

let gate: TestApi;
afterEach(() => gate.end());

/** Asks, and answers the status; a stream is left once it has begun. */
async function ask(route: string, headers: object, method = route.split(' ')[0]!.toUpperCase()): Promise<number> {
  const path = route.split(' ')[1]!.replace('{sec}', '0').replace('{state}', 'active');
  // Tokens rotate at most once in 30 s, and the clock stands still.
  if (route === 'post /ops/rotate_token') gate.clock.advance(30_000);
  const body = method === 'POST' ? JSON.stringify(BODIES[route] ?? {}) : null;
  const answer = await request(gate.url + path, {
    method: method as 'GET',
    headers: headers as Record<string, string>,
    body,
  });
  answer.body.on('error', () => undefined).destroy();
  return answer.statusCode;
}

/** A fault is no way in either. */
const outcome = (status: number): 'in' | number => (status === 401 || status === 403 || status >= 500 ? status : 'in');
const wanted = (access: Access, opsOutcome: 'in' | number, apiOutcome: 'in' | number, openTrading: boolean) =>
  access === 'open' || (access === 'trading' && openTrading) ? 'in' : access === 'ops' ? opsOutcome : apiOutcome;

/** Starts a gate whose ops token has been rotated once. */
async function startRotated(options: ApiOptions): Promise<void> {
  gate = await TestApi.start(options);
  if ((await gate.get('/health')).status !== 200) return;
  const { status } = await gate.post('/ops/rotate_token', { new_token: OPS }, ops(OLD_OPS));
  if (status !== 200) throw new Error(`not rotated: ${status}`);
}

it('the table knows every route of the running service, and every one of the contract', async () => {
  const routes: string[] = [];
  gate = await TestApi.start({ start: noting(routes) });
  expect([...new Set(routes)].sort()).toEqual(Object.keys(ACCESS).sort());
  for (const { method, path, auth } of ROUTES)
    expect([path, ACCESS[`${method} ${path}`]]).toEqual([path, auth === 'none' ? 'open' : auth]);
});

describe.each(Object.entries(KINDS))('%s', (_, { options, openTrading, refusesAll }) => {
  it('lets in whom it should, on every route', async () => {
    await startRotated(options);
    for (const [shown, headers, opsOutcome, apiOutcome] of SHOWN) {
      for (const [route, access] of Object.entries(ACCESS)) {
        const expected = refusesAll ?? wanted(access, opsOutcome, apiOutcome, openTrading);
        expect([route, shown, outcome(await ask(route, headers))]).toEqual([route, shown, expected]);
      }
    }
  });

  it('asks HEAD for the same tokens as GET', async () => {
    await startRotated(options);
    for (const [route, access] of Object.entries(ACCESS).filter(([name]) => name.startsWith('get '))) {
      for (const [shown, headers, opsOutcome, apiOutcome] of SHOWN) {
        const expected = refusesAll ?? wanted(access, opsOutcome, apiOutcome, openTrading);
        expect([route, shown, outcome(await ask(route, headers, 'HEAD'))]).toEqual([route, shown, expected]);
      }
    }
  });
});

describe.each(Object.entries(WITHOUT_TOKENS))('%s', (_, options) => {
  it('closes whatever wants one, whatever is shown', async () => {
    gate = await TestApi.start(options);
    const openTrading = options.config === undefined;
    for (const [shown, headers] of SHOWN) {
      for (const [route, access] of Object.entries(ACCESS))
        expect([route, shown, outcome(await ask(route, headers))]).toEqual([
          route,
          shown,
          wanted(access, 401, 401, openTrading),
        ]);
    }
  });
});

it('an address behind a trusted proxy is judged like one of its own', async () => {
  gate = await TestApi.start({ env: TOKENS, config: { security: PROXIED } });
  const both = { ...ops(OLD_OPS), ...api(API) };
  for (const route of Object.keys(ACCESS)) {
    if (route === 'post /ops/rotate_token') continue;
    expect([route, outcome(await ask(route, { ...both, 'x-forwarded-for': '10.1.1.1' }))]).toEqual([route, 'in']);
    expect([route, outcome(await ask(route, { ...both, 'x-forwarded-for': '8.8.8.8' }))]).toEqual([route, 403]);
  }
});
