import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LogReplay } from '@aurora/engine';
import { type ReadEvent } from '@aurora/events';
import { readEvents } from '@aurora/events/node';
import { GUARD_SET } from '@aurora/gates';
import { GOOD_BODY, tempFolder } from '../api.fixture';
import { buildService, ChildApi, LIVE_API_TOKEN, LIVE_OPS_TOKEN, type Heard } from '../child-api.fixture';

/** What a live service wants to know. */
export const TOKENS = { OPS_TOKEN: LIVE_OPS_TOKEN, AURORA_API_TOKEN: LIVE_API_TOKEN };
export const CLIENTS = 12;
const folders: string[] = [];

/** A folder with a configuration, deleted after the tests of the file. */
export function folderWith(config: Readonly<Record<string, unknown>>): string {
  const folder = tempFolder();
  folders.push(folder);
  mkdirSync(join(folder, 'configs/aurora'), { recursive: true });
  const security = { rps_general: 0, rps_mutating: 0 };
  writeFileSync(join(folder, 'configs/aurora/base.yaml'), JSON.stringify({ ...config, security }));
  return folder;
}

/** Builds the service before the tests of a file, and ends what they left running. */
export function aroundDurabilityTests(): void {
  // A process takes a second to start, on a loaded machine many.
  jest.setTimeout(300_000);
  beforeAll(buildService);
  afterAll(async () => {
    await ChildApi.killAll();
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });
}

export const logOf = (folder: string): string => join(folder, 'session/aurora_events.jsonl');

/** Every event of a folder, whole and in order. */
export async function eventsIn(folder: string): Promise<ReadEvent[]> {
  const events: ReadEvent[] = [];
  const onBadLine = (bad: object): never => {
    throw new Error(JSON.stringify(bad));
  };
  for await (const { record } of readEvents(join(folder, 'session'), { onBadLine })) events.push(record);
  expect(events.every(({ tsNs }, i) => i === 0 || tsNs > events[i - 1]!.tsNs)).toBe(true);
  return events;
}

/** A decision as it stands in the log. */
export interface Logged {
  readonly place: number;
  readonly text: string;
  readonly key: string | null;
  readonly symbol: string;
  readonly grantedUsdt: number;
}

export function decisionsOf(events: readonly ReadEvent[]): Map<string, Logged> {
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
export function expectOnRecord(heard: readonly Heard[], decisions: ReadonlyMap<string, Logged>): void {
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

/** The log gives every decision again. */
export function expectReplays(events: readonly ReadEvent[]): LogReplay {
  const replay = new LogReplay(GUARD_SET);
  for (const event of events) replay.feed(event);
  expect(replay.differences).toEqual([]);
  return replay;
}

export const storedState = (folder: string) =>
  JSON.parse(readFileSync(join(folder, 'run/state/aurora_state.json'), 'utf8')) as { engine: object; ts_ns: string };

export const reasonNow = async (api: ChildApi): Promise<unknown> =>
  (await api.ask('POST', '/pretrade/check', GOOD_BODY))['reason'];

/** Bytes behind the last whole line. */
export function tornBytes(file: string): number {
  const bytes = readFileSync(file);
  return bytes.length - 1 - bytes.lastIndexOf('\n');
}

export const locksIn = (folder: string): string[] =>
  [...readdirSync(join(folder, 'session')), ...readdirSync(join(folder, 'run/state'))].filter((name) =>
    name.includes('lock'),
  );

export const isReady = async (api: ChildApi): Promise<boolean> => (await api.send('GET', '/readiness')).status === 200;
