import { execFileSync } from 'node:child_process';
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

/** A service that is killed under load and started on the same folder, time and again. */
class Killed {
  readonly traders = new Traders();
  readonly folder: string;
  /** Operations that were answered before the kill. */
  kept = 0;
  private opsToken = LIVE_OPS_TOKEN;
  private next: ChildApi;

  constructor(
    durability: 'os' | 'disk',
    private seed: number,
  ) {
    const risk = { max_symbol_exposure_usdt: CAP_USDT, reservation_ttl_ms: 86_400_000 };
    const pretrade = { idempotency_ttl_ms: 86_400_000 };
    this.folder = folderWith({ mode: 'live', logging: { durability }, risk, pretrade });
    this.next = this.spawn();
  }

  /** Starts it, while the next one is being loaded. Says what a torn line was cut from. */
  async start(): Promise<ChildApi> {
    const torn = tornBytes(logOf(this.folder));
    const api = this.next;
    api.begin();
    await api.listening();
    this.next = this.spawn();
    api.useOpsToken(this.opsToken);
    if (torn > 0) expect(api.said).toContain(`aurora_events.jsonl: ${torn} bytes of an unfinished last line were cut off`);
    return api;
  }

  /** Loads it, has an operator act, and kills it 50 to 250 ms later. */
  async killUnderLoad(api: ChildApi, round: number): Promise<void> {
    const clients = Array.from({ length: CLIENTS }, (_, i) => this.traders.trade(api, `${round}.${i}`, symbolOf(round)));
    const { run } = this.operation(round);
    const answered = api.send('POST', ...run).then(
      ({ status }) => status === 200,
      () => false,
    );
    await passed(50 + 200 * this.random());
    // In every other round the kill may well come before the operator is answered.
    if (round % 2 === 0) await answered;
    expect(await api.kill('SIGKILL')).toMatchObject({ signal: 'SIGKILL', err: expect.not.stringContaining('"level":50') });
    await Promise.all(clients);
    await this.checkAgain(round, await answered);
  }

  private async checkAgain(round: number, answered: boolean): Promise<void> {
    if (round % 7 === 3) appendFileSync(logOf(this.folder), '{"ts_ns":17638128');
  }
