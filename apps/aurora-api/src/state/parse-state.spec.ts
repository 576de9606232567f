import { readFileSync, rmSync } from 'node:fs';
import { API, bodyWith, OPS, TestApi } from '../api.fixture';
import { parseState } from './parse-state';
import { type PersistedState } from './persisted-state';

/** A state with something in every part. */
async function fullState(): Promise<string> {
  const risk = { max_orders_per_min: 100, equity_usdt: 10_000 };
  const api = await TestApi.start({ config: { risk, aurora: { latency_min_samples: 1 } } });
  const first = await api.check();
  await api.check(bodyWith({}, { symbol: 'ETHUSDT' }));
  const done = { symbol: 'BTCUSDT', side: 'buy', status: 'filled', filled: 1, average: 100.5 };
  await api.report({ ...done, order_id: '1', decision_id: first['decision_id'], pnl_pct: -0.5 });
  await api.report({ ...done, order_id: '2', symbol: 'SOLUSDT', action: 'close', pnl_usdt: 3 });
  await api.check(bodyWith({ latency_ms: 400 }, { symbol: 'ETHUSDT' }));
  await api.post('/risk/set', { size_scale: 0.5, max_concurrent: 5, dd_day_pct: 20 }, OPS);
  await api.post('/overlay/apply', { overlay: { guards: { spread_bps_limit: 70 } } }, API);
  await api.post('/ops/rotate_token', { new_token: 'another-ops-token-of-the-tests-0123' }, OPS);
  await api.stop();
  const text = readFileSync(api.stateFile, 'utf8');
  rmSync(api.folder, { recursive: true });
  return text;
}

let text: string;
beforeAll(async () => {
  text = await fullState();
});

function expectRefused(content: string, why: string): void {
  let refusal: unknown = null;
  try {
    parseState(content);
  } catch (error) {
    refusal = error;
  }
  expect(String(refusal)).toContain(`Error: ${why}`);
}

type Path = readonly (string | number)[];
type Tree = Record<string | number, unknown>;

/** The stored state with one place changed; `undefined` leaves it out. */
function changed(path: Path, value: unknown): string {
  const state = JSON.parse(text) as Tree;
  let at = state;
  for (const step of path.slice(0, -1)) at = at[step] as Tree;
  at[path.at(-1)!] = value;
  return JSON.stringify(state);
}

/** What others check when they read it. */
const FREE = ['config', 'calibrator', 'overlay'];

/** Every place of the state, but for what stands free in it. */
function placesIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const below = Object.entries(value).flatMap(([key, child]) => {
    const step = [...path, Array.isArray(value) ? Number(key) : key];
    return FREE.includes(key) ? [step] : placesIn(child, step);
  });
  return path.length === 0 ? below : [path, ...below];
}

describe('the state of these tests', () => {
  it('is read as it was stored', () => expect(parseState(text)).toEqual(JSON.parse(text)));

  it('has something in every part', () => {
    const { engine, ...state } = JSON.parse(text) as PersistedState;
    const { health, positions, reservations, anti_churn, returns, orders, day_pnl, risk_overrides } = engine;
    const lists = [health.warnsMs, positions.positions, reservations.reservations, reservations.orderTimesMs];
    const more = [anti_churn.lastAllowMs, anti_churn.lastCloseMs, returns.returns, orders.orders, state.overlays];
    expect([...lists, ...more].map((list) => list.length > 0)).toEqual(Array(9).fill(true));
    expect([day_pnl.sumPct, Object.keys(risk_overrides).length, typeof state.ops_token_sha256]).toEqual([
      -0.5,
      3,
      'string',
    ]);
  });
});

describe('a stored state that cannot be used is refused:', () => {
  it.each([
    ['halted: true', 'it is torn or no JSON ('],
    ['', 'it is torn or no JSON ('],
    ['\0\0\0\0', 'it is torn or no JSON ('],
    ['null', 'it is no state of Aurora'],
    ['[]', 'it is no state of Aurora'],
    ['7', 'it is no state of Aurora'],
    ['{"version":1,"engine":{}}', 'it is no state of Aurora'],
    ['{"format":"aurora-state"}', 'it has version undefined, this program reads 1'],
    ['{"format":"aurora-state","version":"1"}', 'it has version 1, this program reads 1'],
    ['{"format":"aurora-state","version":2}', 'it has version 2, this program reads 1'],
    ['{"format":"aurora-state","version":1}', "it must have required property 'engine'"],
  ])('%s', expectRefused);

  it('torn anywhere', () => {
    for (let cut = 1; cut < text.length; cut += 97) expectRefused(text.slice(0, -cut), 'it is torn or no JSON (');
  });

  it('any part of it missing', () => {
    const optional = ['ddDayPct', 'maxConcurrent', 'sizeScale'];
    const places = placesIn(JSON.parse(text)).filter((path) => {
      const key = path.at(-1)!;
      // What is in a list may be fewer, and the form is asked for before.
      return typeof key === 'string' && ![...optional, 'format', 'version'].includes(key);
    });
    expect(places.length).toBeGreaterThan(50);
    for (const path of places)
      expectRefused(changed(path, undefined), `${path.slice(0, -1).join('.') || 'it'} must have`);
  });

  it('anything of another type, a number that no longer is one, or more than there may be', () => {
    for (const path of placesIn(JSON.parse(text))) {
      if (FREE.includes(String(path.at(-1))) || ['format', 'version'].includes(String(path[0]))) continue;
      const [last] = path.slice(-1);
      const mayBeNull = ['author', 'reason', 'ops_token_sha256', 'avgPrice', 'day', 'ttlMs'].includes(String(last));
      const wrong: unknown[] = [{ more: 1 }, -1.5, '', ...(mayBeNull ? [] : [null])];
      const signed = ['sumPct', 'sumUsdt', 'withoutPctUsdt'].includes(String(last)) || path.includes('returns');
      for (const value of wrong) {
        if (signed && value === -1.5) continue;
        if (['author', 'reason'].includes(String(last)) && value === '') continue;
        expectRefused(changed(path, value), '');
      }
    }
  });

  it.each<[string, Path, unknown, string]>([
    [
      'a time without bounds',
      ['engine', 'health', 'cooloffUntilMs'],
      Infinity,
      'engine.health.cooloffUntilMs must be number',
    ],
    [
      'a negative quantity',
      ['engine', 'reservations', 'reservations', 0, 'qty'],
      -1,
      'engine.reservations.reservations.0.qty must be > 0',
    ],
    [
      'nothing reserved',
      ['engine', 'reservations', 'reservations', 0, 'qty'],
      0,
      'engine.reservations.reservations.0.qty must be > 0',
    ],
    [
      'more filled than granted',
      ['engine', 'reservations', 'reservations', 0, 'filledQty'],
      2,
      'engine.reservations has more of decision ',
    ],
    [
      'a trading state of another time',
      ['engine', 'trading_state'],
      'PAUSED',
      'engine.trading_state must be equal to one of the allowed values',
    ],
    [
      'a quantity that is no number',
      ['engine', 'positions', 'positions', 0, 'qty'],
      'NaN',
      'engine.positions.positions.0.qty must match pattern',
    ],
    ['a part nobody knows', ['engine', 'halts'], [], 'engine must NOT have additional properties (halts)'],
    ['a digest that is none', ['ops_token_sha256'], 'secret', 'ops_token_sha256 must match pattern'],
  ])('%s', (_what, path, value, why) => {
    const content = changed(path, value === Infinity ? 'INFINITE' : value).replace('"INFINITE"', '1e999');
    expectRefused(content, why);
  });

  it.each<[string, Path, unknown]>([
    ['a configuration with a value beyond its bounds', ['config', 'guards', 'spread_bps_limit'], -1],
    ['a configuration with a value of another type', ['config', 'mode'], 7],
    ['a calibrator that is none', ['calibrator'], { name: 'isotonic' }],
    ['no calibrator, not even the fixed one', ['calibrator'], 'sigmoid'],
  ])('%s', (_what, path, value) => {
    expectRefused(changed(path, value), 'this program does not accept the configuration or calibrator in it (');
  });

  it('but not a configuration with a key that is no longer known', () => {
    const config = changed(['config', 'retired'], { limit: 3 });
    expect(parseState(config)).toEqual(JSON.parse(config));
  });

  it('a decision with two reservations', () => {
    const { reservations } = (JSON.parse(text) as PersistedState).engine.reservations;
    const twice = changed(['engine', 'reservations', 'reservations'], [...reservations, reservations[0]]);
    expectRefused(twice, `engine.reservations holds decision ${reservations[0]!.decisionId} twice`);
  });
});
