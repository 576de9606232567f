import { appendFileSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as passed } from 'node:timers/promises';
import { LogReplay } from '@aurora/engine';
import { type ReadEvent } from '@aurora/events';
import { readEvents } from '@aurora/events/node';
import { GUARD_SET } from '@aurora/gates';
import { bodyWith, GOOD_BODY, tempFolder, until } from './api.fixture';
import { buildService, ChildApi, LIVE_API_TOKEN, LIVE_OPS_TOKEN, Traders, type Heard } from './child-api.fixture';

// A process takes a second to start, on a loaded machine many.
jest.setTimeout(300_000);

const TOKENS = { OPS_TOKEN: LIVE_OPS_TOKEN, AURORA_API_TOKEN: LIVE_API_TOKEN };
const CLIENTS = 12;
/** Sixty orders of {@link GOOD_BODY}. */
const CAP_USDT = 6000;

const folders: string[] = [];

function folderWith(config: Readonly<Record<string, unknown>>): string {
  const folder = tempFolder();
  folders.push(folder);
  mkdirSync(join(folder, 'configs/aurora'), { recursive: true });
  const security = { rps_general: 0, rps_mutating: 0 };
  writeFileSync(join(folder, 'configs/aurora/base.yaml'), JSON.stringify({ ...config, security }));
  return folder;
}

beforeAll(buildService);

afterAll(async () => {
  await ChildApi.killAll();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const logOf = (folder: string): string => join(folder, 'session/aurora_events.jsonl');

/** Every event of a folder, whole and in order. */
async function eventsIn(folder: string): Promise<ReadEvent[]> {
  const events: ReadEvent[] = [];
  const onBadLine = (bad: object): never => {
    throw new Error(JSON.stringify(bad));
  };
  for await (const { record } of readEvents(join(folder, 'session'), { onBadLine })) events.push(record);
  expect(events.every(({ tsNs }, i) => i === 0 || tsNs > events[i - 1]!.tsNs)).toBe(true);
  return events;
}

interface Logged {
  readonly place: number;
  readonly text: string;
  readonly key: string | null;
  readonly symbol: string;
  readonly grantedUsdt: number;
}

function decisionsOf(events: readonly ReadEvent[]): Map<string, Logged> {
  const decisions = new Map<string, Logged>();
  for (const [place, { eventCode, decisionId = '', details }] of events.entries()) {
    if (eventCode !== 'POLICY.DECISION') continue;
    const request = details['request'] as { req_id?: string; order: { symbol: string; price: number } };
    const decision = details['decision'] as { max_qty: number };
    const { symbol, price } = request.order;
    const grantedUsdt = decision.max_qty * price;
    expect(decisions.has(decisionId)).toBe(false);
    decisions.set(decisionId, {
      place,
      text: JSON.stringify(decision),
      key: request.req_id ?? null,
      symbol,
      grantedUsdt,
    });
  }
  return decisions;
}

/** All that was answered is on record as it was answered, and each client's answers in the order it got them. */
function expectOnRecord(heard: readonly Heard[], decisions: ReadonlyMap<string, Logged>): void {
  const idOf = ({ text }: Heard) => (JSON.parse(text) as { decision_id: string }).decision_id;
  expect(heard.filter((one) => decisions.get(idOf(one))?.text !== one.text)).toEqual([]);
  const last = new Map<string, number>();
  for (const one of heard) {
    if (one.client === null) continue;
    const { place } = decisions.get(idOf(one))!;
    expect(place).toBeGreaterThan(last.get(one.client) ?? -1);
    last.set(one.client, place);
  }
}

function expectReplays(events: readonly ReadEvent[]): LogReplay {
  const replay = new LogReplay(GUARD_SET);
  for (const event of events) replay.feed(event);
  expect(replay.differences).toEqual([]);
  return replay;
}

const storedState = (folder: string) =>
  JSON.parse(readFileSync(join(folder, 'run/state/aurora_state.json'), 'utf8')) as { engine: object; ts_ns: string };

const reasonNow = async (api: ChildApi): Promise<unknown> =>
  (await api.ask('POST', '/pretrade/check', GOOD_BODY))['reason'];

/** What an operator does, how it shows that it was not forgotten, and how it is undone. */
interface Operation {
  readonly run: readonly [path: string, body?: object];
  holds(api: ChildApi): Promise<void>;
  readonly undo: readonly [path: string, body?: object];
}

const OPERATIONS: readonly Operation[] = [
  {
    run: ['/aurora/disarm'],
    holds: async (api) => expect(await reasonNow(api)).toBe('latency_disarmed'),
    undo: ['/aurora/arm'],
  },
  {
    run: ['/ops/trading_state/reducing'],
    holds: async (api) => expect(await reasonNow(api)).toBe('TRADING.REDUCING'),
    undo: ['/ops/trading_state/active'],
  },
  {
    run: ['/overlay/apply', { overlay: { guards: { spread_bps_limit: 1 } } }],
    holds: async (api) => expect(await reasonNow(api)).toMatch(/^spread_bps_too_wide/),
    undo: ['/overlay/rollback'],
  },
  {
    run: ['/risk/set', { size_scale: 0.5 }],
    holds: async (api) => expect(await api.ask('GET', '/risk/snapshot')).toMatchObject({ size_scale: 0.5 }),
    undo: ['/risk/set', { size_scale: 1 }],
  },
];

const ROTATION = OPERATIONS.length;
const kindOf = (round: number): number => round % (ROTATION + 1);
const tokenOf = (round: number): string => `${LIVE_OPS_TOKEN}-${round}`;
const capped = (round: number): string => `CAP${round}USDT`;

/** Bytes behind the last whole line. */
function tornBytes(file: string): number {
  const bytes = readFileSync(file);
  return bytes.length - 1 - bytes.lastIndexOf('\n');
}

/** A service that is killed under load and started on the same folder, again and again. */
class KilledService {
  readonly traders = new Traders();
  readonly folder: string;
  /** Operations that were answered before the kill. */
  answered = 0;
  private opsToken = LIVE_OPS_TOKEN;
  private readonly ahead: ChildApi[] = [];

  constructor(
    durability: 'os' | 'disk',
    private readonly rounds: number,
    private seed = rounds,
  ) {
    const risk = { max_symbol_exposure_usdt: CAP_USDT, reservation_ttl_ms: 86_400_000 };
    const pretrade = { idempotency_ttl_ms: 86_400_000 };
    this.folder = folderWith({ mode: 'live', logging: { durability }, risk, pretrade });
  }

  /** Starts it; the two after it are loaded meanwhile, which is most of what a start takes. */
  async start(round: number): Promise<ChildApi> {
    const startsLeft = this.rounds + 1 - round;
    while (this.ahead.length < Math.min(3, startsLeft)) {
      this.ahead.push(ChildApi.spawn({ folder: this.folder, env: TOKENS, waits: true }));
    }
    const api = this.ahead.shift()!;
    api.begin();
    await api.listening();
    api.useOpsToken(this.opsToken);
    return api;
  }

  /** Trades, lets an operator act, kills it 50 to 250 ms later, and starts the next. */
  async round(api: ChildApi, round: number): Promise<ChildApi> {
    const clients = Array.from({ length: CLIENTS }, (_, i) => this.traders.trade(api, `${round}.${i}`, capped(round)));
    const isRotation = kindOf(round) === ROTATION;
    const [path, body] = OPERATIONS[kindOf(round)]?.run ?? ['/ops/rotate_token', { new_token: tokenOf(round) }];
    const operated = api.send('POST', path, body).then(
      ({ status }) => status === 200,
      () => false,
    );
    await passed(50 + 200 * this.random());
    // In every other round the kill may come before the operator has an answer.
    if (round % 2 === 0 || isRotation) expect(await operated).toBe(true);
    const { err } = await api.kill('SIGKILL');
    await Promise.all(clients);
    expect(err).not.toContain('"level":50');
    if (round % 5 === 2) appendFileSync(logOf(this.folder), '{"ts_ns":17638128');
    const torn = tornBytes(logOf(this.folder));
    const next = await this.start(round + 1);
    if (torn > 0) expect(next.said).toContain(`aurora_events.jsonl: ${torn} bytes of an unfinished last line`);
    if (await operated) await this.expectKept(next, round);
    await this.useUp(next, round);
    return next;
  }

  private async expectKept(api: ChildApi, round: number): Promise<void> {
    this.answered++;
    const operation = OPERATIONS[kindOf(round)];
    if (operation !== undefined) return operation.holds(api);
    await api.ask('GET', '/liveness', undefined, 403);
    this.opsToken = tokenOf(round);
    api.useOpsToken(this.opsToken);
    await api.ask('GET', '/liveness');
  }

  /** Undoes the operation, repeats every key of the round, and takes what is left under its cap. */
  private async useUp(api: ChildApi, round: number): Promise<void> {
    await this.traders.repeat(api);
    const undo = OPERATIONS[kindOf(round)]?.undo;
    if (undo !== undefined) await api.send('POST', ...undo);
    const ask = (): Promise<boolean> => this.traders.check(api, bodyWith({}, { symbol: capped(round) }));
    while ((await Promise.all(Array.from({ length: CLIENTS }, ask))).includes(true));
  }

  /** Linear congruential, Numerical Recipes: good enough to pick a moment. */
  private random(): number {
    this.seed = (this.seed * 1_664_525 + 1_013_904_223) >>> 0;
    return this.seed / 2 ** 32;
  }
}

describe('a service that is killed under load', () => {
  it.each([
    { durability: 'os', rounds: 20 },
    { durability: 'disk', rounds: 3 },
  ] as const)('forgets nothing it answered, $rounds times, durability $durability', async ({ durability, rounds }) => {
    const service = new KilledService(durability, rounds);
    const { folder, traders } = service;
    let api = await service.start(0);
    for (let round = 0; round < rounds; round++) api = await service.round(api, round);
    expect(await api.kill('SIGTERM')).toMatchObject({ code: 0 });
    expect(service.answered).toBeGreaterThanOrEqual(rounds / 2);

    const events = await eventsIn(folder);
    const decisions = decisionsOf(events);
    expectOnRecord(traders.heard, decisions);
    const keys = [...decisions.values()].flatMap(({ key }) => key ?? []);
    expect(new Set(keys).size).toBe(keys.length);
    const granted = new Map<string, number>();
    for (const { symbol, grantedUsdt } of decisions.values()) {
      granted.set(symbol, (granted.get(symbol) ?? 0) + grantedUsdt);
    }
    for (let round = 0; round < rounds; round++) expect(granted.get(capped(round))).toBe(CAP_USDT);

    const codes = events.map(({ eventCode }) => eventCode);
    expect(codes.filter((code) => code === 'AURORA.STARTUP.OK')).toHaveLength(rounds + 1);
    const replay = expectReplays(events);
    expect(replay.decisions).toBe(decisions.size);
    expect(storedState(folder).engine).toEqual(replay.snapshot());
  });
});

const locksIn = (folder: string): string[] =>
  [...readdirSync(join(folder, 'session')), ...readdirSync(join(folder, 'run/state'))].filter((name) =>
    name.includes('lock'),
  );

describe('a service that is told to stop', () => {
  it('answers everything it has accepted, writes it down and goes, however often it is told', async () => {
    const folder = folderWith({ mode: 'live' });
    const api = await ChildApi.start({ folder, env: TOKENS });
    expect(locksIn(folder)).toHaveLength(2);
    const traders = new Traders();
    const clients = Array.from({ length: CLIENTS }, (_, i) => traders.trade(api, `${i}`, 'BTCUSDT'));
    await until(() => traders.heard.length > 200, 'under load');
    api.signal('SIGTERM');
    // Two signals of one kind may arrive as one; these do not.
    api.signal('SIGINT');
    const ended = await api.kill('SIGTERM');
    await Promise.all(clients);
    expect(ended).toMatchObject({ code: 0, signal: null, err: expect.not.stringContaining('"level":50') });
    expect(locksIn(folder)).toEqual([]);
    const events = await eventsIn(folder);
    const decisions = decisionsOf(events);
    expectOnRecord(traders.heard, decisions);
    expect(traders.heard).toHaveLength(decisions.size);
    expect(storedState(folder)).toMatchObject({
      engine: expectReplays(events).snapshot(),
      ts_ns: String(events.at(-1)!.tsNs),
    });
  });
});

const KIB = 1024;

const isReady = async (api: ChildApi): Promise<boolean> => (await api.send('GET', '/readiness')).status === 200;

const NOT_RECORDING = { event_log_ok: false, state_store_ok: true };

describe('a log that has no room', () => {
  it('blocks live trading until there is room again, and has lost nothing', async () => {
    const folder = folderWith({ mode: 'live' });
    const api = await ChildApi.start({ folder, env: TOKENS, fileBytes: 192 * KIB });
    const traders = new Traders();
    const reasons = (): unknown[] => traders.heard.map(({ text }) => (JSON.parse(text) as { reason: unknown }).reason);
    await until(async () => !(await traders.check(api, GOOD_BODY, null)), 'full');
    await until(async () => !(await isReady(api)), 'not ready');
    for (let n = 0; n < 10; n++) await traders.check(api, GOOD_BODY, null);
    const allowed = traders.heard.length - 11;
    expect(reasons()).toEqual([...Array<string>(allowed).fill('ok'), ...Array<string>(11).fill('audit_unavailable')]);
    expect(allowed).toBeGreaterThan(20);
    expect(await api.ask('GET', '/readiness', undefined, 503)).toMatchObject(NOT_RECORDING);
    expect(await api.ask('GET', '/health')).toMatchObject({ status: 'degraded' });
    await api.ask('POST', '/aurora/disarm');
    await api.ask('POST', '/aurora/arm');
    await until(() => tornBytes(logOf(folder)) === 0, 'cut back to whole lines');
    api.limitFiles('unlimited');
    await until(() => isReady(api), 'ready again');
    expect(await traders.check(api, GOOD_BODY)).toBe(true);
    expect(await api.ask('GET', '/health')).toMatchObject({ status: 'healthy' });
    const { code, err } = await api.kill('SIGTERM');
    expect(code).toBe(0);
    expect(err.match(/event log cannot be written: EFBIG/g)).toHaveLength(1);
    expect(err.match(/event log is written again/g)).toHaveLength(1);

    const events = await eventsIn(folder);
    expectOnRecord(
      traders.heard.filter((_, i) => reasons()[i] === 'ok'),
      decisionsOf(events),
    );
    expect(storedState(folder).engine).toEqual(expectReplays(events).snapshot());
    const codes = events.map(({ eventCode }) => eventCode);
    expect(codes.filter((one) => one === 'HEALTH.RECOVERY')).toHaveLength(1);
    expect(codes.filter((one) => one === 'AURORA.ARM_STATE')).toHaveLength(2);
  });

  it('does not hold up a shadow run, which counts what it could not write', async () => {
    const folder = folderWith({ mode: 'shadow', logging: { backlog_max: 100 } });
    const api = await ChildApi.start({ folder, env: TOKENS, fileBytes: 64 * KIB });
    const traders = new Traders();
    const dropped = async (): Promise<number> => {
      const { text } = await api.send('GET', '/metrics');
      return Number(/^aurora_events_dropped_total\{why="queue_full"\} (\d+)$/m.exec(text)?.[1]);
    };
    expect(await dropped()).toBe(0);
    await until(async () => {
      await Promise.all(Array.from({ length: 50 }, () => traders.check(api, GOOD_BODY)));
      return (await dropped()) > 0;
    }, 'backlog is full');
    expect(traders.heard.length).toBeGreaterThan(100);
    expect(traders.heard.filter(({ text }) => !text.startsWith('{"allow":true,"max_qty":1,'))).toEqual([]);
    expect(await api.ask('GET', '/readiness', undefined, 503)).toMatchObject(NOT_RECORDING);
    const lost = await dropped();
    api.limitFiles('unlimited');
    await until(() => isReady(api), 'ready again');
    await traders.check(api, GOOD_BODY);
    const last = JSON.parse(traders.heard.at(-1)!.text) as { decision_id: string };
    expect(await dropped()).toBe(lost);
    expect(await api.kill('SIGTERM')).toMatchObject({ code: 0 });
    const decisions = decisionsOf(await eventsIn(folder));
    expect([...decisions.keys()].at(-1)).toBe(last.decision_id);
    expect(decisions.size).toBe(traders.heard.length - lost);
  });

  it('lets the service stop, with what is lost in one message', async () => {
    const folder = folderWith({ mode: 'live' });
    const api = await ChildApi.start({ folder, env: TOKENS, fileBytes: 192 * KIB });
    const traders = new Traders();
    await until(async () => !(await traders.check(api, GOOD_BODY, null)), 'full');
    api.limitFiles(KIB);
    await traders.check(api, GOOD_BODY, null);
    const { code, signal, err } = await api.kill('SIGTERM');
    expect([code, signal]).toEqual([3, null]);
    const message = err.slice(err.indexOf('aurora-api stopped'));
    expect(message).toMatch(
      new RegExp(
        [
          '^aurora-api stopped, but not everything is on the disk:',
          `  \\d+ lines could not be written to ${folder}/session/aurora_events.jsonl: EFBIG: file too large, write`,
          '(  .*\n)*  the state could not be written to .*/run/state: EFBIG: file too large, write',
          'Lines that could not be written are lost. No order among them was answered as allowed.',
          'A state that could not be written is as it was last stored; .*\n$',
        ].join('\n'),
      ),
    );
    expect(err).not.toMatch(/^\s+at /m);
    expect(locksIn(folder)).toEqual([]);
    const allowed = traders.heard.filter(({ text }) => (JSON.parse(text) as { allow: boolean }).allow);
    expectOnRecord(allowed, decisionsOf(await eventsIn(folder)));
    const next = await ChildApi.start({ folder, env: TOKENS });
    expect(await isReady(next)).toBe(true);
    expect(await next.kill('SIGTERM')).toMatchObject({ code: 0 });
  });
});

describe('a state that cannot be written', () => {
  it('is said to the operator whose command would be forgotten, until it can be again', async () => {
    const folder = folderWith({});
    const api = await ChildApi.start({ folder, env: TOKENS });
    const state = join(folder, 'run/state');
    // Permissions do not stop the root user; a file in its place stops everyone.
    renameSync(state, `${state}.away`);
    writeFileSync(state, '');
    for (const path of ['/aurora/disarm', '/ops/trading_state/reducing', '/ops/cooloff/60', '/ops/reset']) {
      expect(await api.ask('POST', path, undefined, 503)).toMatchObject({ error: 'not_stored' });
    }
    expect(await api.ask('GET', '/readiness', undefined, 503)).toMatchObject({
      event_log_ok: true,
      state_store_ok: false,
      trading_state: 'REDUCING',
    });
    expect(await api.ask('GET', '/health')).toMatchObject({ status: 'degraded' });
    rmSync(state);
    renameSync(`${state}.away`, state);
    await until(() => isReady(api), 'stored again');
    expect(await reasonNow(api)).toBe('latency_disarmed');
    expect(storedState(folder).engine).toMatchObject({ trading_state: 'REDUCING', health: { armed: false } });
    const { code, err } = await api.kill('SIGTERM');
    expect(code).toBe(0);
    expect(err.match(/state cannot be stored/g)).toHaveLength(1);
    expect(err.match(/state is stored again/g)).toHaveLength(1);
  });

  it('is not torn by a disk with too little room for it', async () => {
    const folder = folderWith({});
    const api = await ChildApi.start({ folder, env: TOKENS });
    await api.ask('POST', '/aurora/disarm');
    const before = storedState(folder);
    api.limitFiles(KIB);
    expect(await api.ask('POST', '/ops/trading_state/halted', undefined, 503)).toMatchObject({ error: 'not_stored' });
    expect(storedState(folder)).toEqual(before);
    api.limitFiles('unlimited');
    await until(() => isReady(api), 'stored again');
    expect(storedState(folder).engine).toMatchObject({ trading_state: 'HALTED', health: { armed: false } });
    expect(await api.kill('SIGTERM')).toMatchObject({ code: 0 });
    expect(readdirSync(join(folder, 'run/state'))).toEqual(['aurora_state.json']);
  });

  it('stops a start', async () => {
    const folder = folderWith({});
    const { code, out, err } = await ChildApi.spawn({ folder, fileBytes: KIB }).ended;
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('aurora-api cannot start: the state cannot be stored: EFBIG');
    expect(err).not.toMatch(/^\s+at /m);
    expect(locksIn(folder)).toEqual([]);
  });
});
