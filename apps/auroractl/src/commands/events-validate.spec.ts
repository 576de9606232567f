import { appendFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { validateEventLine } from '@aurora/events';
import { auroractl, freshFolder, startGate } from '../cli/run-auroractl.fixture';
import {
  decide,
  decisionId,
  linesOf,
  openSession,
  START_MS,
  writeRunnerLog,
  writeSession,
} from '../events/session.fixture';

interface Report {
  ok: boolean;
  logs: { log: string; files: number; lines: number; runs?: number }[];
  problems: {
    total: number;
    by_kind: Record<string, number>;
    first: { kind: string; file: string; line: number | null; message: string }[];
  };
  notes: string[];
}

async function validate(...args: string[]): Promise<Report & { code: number | null }> {
  const { code, out, err } = await auroractl(['events', 'validate', '--json', ...args]);
  expect(err).toBe('');
  return { code, ...(JSON.parse(out) as Report) };
}

async function session(decisions = 40, partBytes = 5000): Promise<{ dir: string; live: string }> {
  const dir = join(freshFolder(), 'session');
  await writeSession(dir, { decisions, partBytes });
  return { dir, live: join(dir, 'aurora_events.jsonl') };
}

const partsOf = (dir: string, base: string): string[] =>
  readdirSync(dir)
    .filter((name) => name.startsWith(`${base}.2`))
    .sort()
    .map((name) => join(dir, name));

const event = (ns: string, runId: string, code = 'ORDER.ACK', details = '{}'): string =>
  `{"ts_ns":${ns},"run_id":"${runId}","event_code":"${code}","details":${details}}\n`;
const LATER = `${START_MS + 3_600_000}000000`;

describe('events validate', () => {
  it('finds nothing in what the log writes, rotated, compressed and of several runs', async () => {
    const { dir } = await session();
    await writeSession(dir, { decisions: 5, runId: 'run-2', startMs: START_MS + 60_000 });
    await writeRunnerLog(dir, 4);
    const { code, ok, logs, problems } = await validate(dir);
    expect([code, ok, problems]).toEqual([0, true, { total: 0, by_kind: {}, first: [] }]);
    expect(logs.map(({ log, lines, runs }) => [log.slice(dir.length + 1), lines, runs])).toEqual([
      ['aurora_events.jsonl', linesOf(dir).length, 2],
      ['orders.jsonl', 0, undefined],
      ['orders_denied.jsonl', 14, undefined],
      ['orders_failed.jsonl', 0, undefined],
      ['orders_success.jsonl', 0, undefined],
      ['runner/aurora_events.jsonl', 2, 1],
      ...['orders', 'orders_denied', 'orders_failed', 'orders_success'].map((name) => [
        `runner/${name}.jsonl`,
        0,
        undefined,
      ]),
    ]);
    const text = await auroractl(['events', 'validate', dir]);
    expect([text.code, text.out]).toEqual([
      0,
      expect.stringMatching(/: 109 lines in \d+ files, 2 runs\n.+: 14 lines in .+, 1 run\nno problem found\n$/s),
    ]);
  });

  it('finds nothing in what a gate has written and writes', async () => {
    const gate = await startGate();
    const body = { order: { symbol: 'BTCUSDT', side: 'buy', qty: 1, price: 64_000 }, market: { latency_ms: 9 } };
    for (let n = 0; n < 5; n++)
      await fetch(`${gate.url}/pretrade/check`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    expect(await validate(gate.sessionDir)).toMatchObject({ code: 0, ok: true });
  });

  it.each<[string, (at: { dir: string; live: string }) => void, string, RegExp]>([
    ['a line that is no JSON', ({ live }) => appendFileSync(live, '{"a":\n'), 'not_json', /not JSON: /],
    ['an empty line', ({ live }) => appendFileSync(live, '\n'), 'not_json', /not JSON: /],
    [
      'an unknown code',
      ({ live }) => appendFileSync(live, event(LATER, 'run-1', 'ORDER.ACKS')),
      'unknown_code',
      /unknown event code "ORDER\.ACKS"/,
    ],
    [
      'the name of a code of old',
      ({ live }) => appendFileSync(live, event(LATER, 'run-1', 'ORDER_ACK')),
      'unknown_code',
      /"ORDER_ACK"/,
    ],
    [
      'a time that was rounded',
      ({ live }) => appendFileSync(live, event('1.7676e18', 'run-1')),
      'schema',
      /ts_ns must be 19 bare digits/,
    ],
    [
      'a member too many',
      ({ live }) => appendFileSync(live, event(LATER, 'run-1').replace('{', '{"x":1,')),
      'schema',
      /additional properties: x/,
    ],
    [
      'a torn last line',
      ({ live }) => appendFileSync(live, event(LATER, 'run-1').slice(0, 30)),
      'torn_line',
      /ends after 30 characters/,
    ],
    [
      'a time again',
      ({ live }) => appendFileSync(live, event(LATER, 'run-1') + event(LATER, 'run-1')),
      'time_order',
      /is not after 1767603600000000000/,
    ],
    [
      'the digit beyond 2^53 in order',
      ({ live }) => appendFileSync(live, event('1767603600000000002', 'run-1') + event('1767603600000000001', 'run-1')),
      'time_order',
      /ts_ns 1767603600000000001 is not after 1767603600000000002/,
    ],
    [
      'two writers',
      ({ live }) =>
        appendFileSync(live, event(LATER, 'run-2', 'WS.CONNECT') + event(`${LATER.slice(0, -1)}1`, 'run-1')),
      'two_writers',
      /run run-1 goes on after run run-2 had begun/,
    ],
    [
      'a run without its start',
      ({ live }) => appendFileSync(live, event(LATER, 'run-2', 'AURORA.RESUME')),
      'no_startup',
      /run run-2 has no AURORA\.STARTUP\.OK/,
    ],
    [
      'a part that is gone',
      ({ dir }) => rmSync(partsOf(dir, 'aurora_events')[1]!),
      'missing_part',
      /part 2 is missing/,
    ],
    [
      'a damaged part',
      ({ dir }) => writeFileSync(partsOf(dir, 'aurora_events')[1]!, 'x'),
      'unreadable_file',
      /cannot be read to its end: /,
    ],
    [
      'a denied order of no schema',
      ({ dir }) => appendFileSync(join(dir, 'orders_denied.jsonl'), '{"decision_id":1}\n'),
      'schema',
      /must have required property/,
    ],
    [
      'a report that is no object',
      ({ dir }) => appendFileSync(join(dir, 'orders.jsonl'), '[]\n'),
      'schema',
      /must be object/,
    ],
    [
      'a denied order that no decision denied',
      ({ dir }) => forgetDecision(dir),
      'no_decision',
      new RegExp(`no POLICY.DECISION denies ${decisionId(5)}`),
    ],
  ])('finds %s', async (_what, damage, kind, message) => {
    const at = await session();
    damage(at);
    const { code, ok, problems } = await validate(at.dir);
    expect([code, ok]).toEqual([1, false]);
    const found = problems.first.find((problem) => problem.kind === kind);
    expect(found?.message).toMatch(message);
    expect(problems.total).toBe(Object.values(problems.by_kind).reduce((a, b) => a + b, 0));
  });

  it('names file and line, shows as many as asked, and counts all', async () => {
    const { dir, live } = await session(3, 1e9);
    appendFileSync(live, 'x\n'.repeat(30));
    const text = await auroractl(['events', 'validate', dir, '--max', '2']);
    expect(text.code).toBe(1);
    expect(text.out).toContain(`${live}:9: not_json not JSON: `);
    expect(text.out).toContain(`${live}:10: `);
    expect(text.out).not.toContain(`${live}:11: `);
    expect(text.out).toMatch(/… and 28 more: --max\n30 problems\n$/);
  });

  it('calls no problem what is none: a beginning that retention deleted, a line under way, what was held back or cut off', async () => {
    const { dir, live } = await session(60);
    rmSync(partsOf(dir, 'aurora_events')[0]!);
    const log = await openSession(dir, { startMs: START_MS + 90_000, runId: 'run-1' });
    log.emit('HEALTH.RECOVERY', { part: 'event_log', file: 'orders.jsonl', torn_bytes: 12 });
    for (let n = 0; n < 12; n++) log.emit('HEALTH.ERROR', { n });
    log.clock.advance(2000);
    log.emit('HEALTH.ERROR', { n: 12 });
    decide(log, 61);
    await log.flush();
    appendFileSync(live, event(LATER, 'run-1').slice(0, 30));
    const { code, problems, notes } = await validate(dir);
    await log.close();
    expect([code, problems.total]).toEqual([0, 0]);
    const expected = [
      /:\d+: the last line is being written by process \d+$/,
      /the last line of orders\.jsonl torn and cut 12 bytes off$/,
      /^2 events HEALTH\.ERROR were held back by sampling or rate limit, as those after them say$/,
    ];
    expect(notes).toHaveLength(expected.length);
    for (const note of expected) expect(notes).toContainEqual(expect.stringMatching(note));
  });

  it('checks files alone, each for what it is, and several at once', async () => {
    const { dir } = await session();
    const [denied] = [join(dir, 'orders_denied.jsonl')];
    const [part] = partsOf(dir, 'aurora_events');
    expect(await validate(denied, part!)).toMatchObject({ code: 0, logs: [{ log: denied }, { log: part, runs: 1 }] });
    const bad = join(freshFolder(), 'orders_denied.jsonl');
    writeFileSync(bad, event(LATER, 'r'));
    expect(await validate(bad)).toMatchObject({ code: 1, problems: { by_kind: { schema: 1 } } });
  });

  it('recognises legacy lines, and converts them', async () => {
    const folder = freshFolder();
    const [old, made] = [join(folder, 'old.jsonl'), join(folder, 'new.jsonl')];
    const lines = [
      '{"ts":"2026-01-05T08:00:00Z","level":"INFO","category":"ORDER","code":"ORDER_SUBMIT","ctx":{"symbol":"BTC/USDT"}}',
      '{"ts":1767600001,"level":"INFO","code":"ORDER_ACK","ctx":{}}',
    ];
    writeFileSync(old, lines.map((line) => `${line}\n`).join(''));
    expect(await validate(old)).toMatchObject({
      code: 1,
      problems: {
        by_kind: { legacy: 1 },
        first: [{ message: '2 lines of the legacy schema; --legacy converts them' }],
      },
    });
    expect(await validate(old, '--legacy', made)).toMatchObject({ code: 0, converted: { file: made, lines: 2 } });
    expect(readFileSync(made, 'utf8').split('\n').slice(0, -1).flatMap(validateEventLine)).toEqual([]);
    expect(await validate(made)).toMatchObject({ code: 0, logs: [{ lines: 2 }] });
    const again = await auroractl(['events', 'validate', old, '--legacy', made]);
    expect([again.code, again.err]).toEqual([2, expect.stringContaining('exists already; name a new file')]);
    const several = await auroractl(['events', 'validate', old, made, '--legacy', `${made}2`]);
    expect([several.code, several.err]).toEqual([2, expect.stringContaining('converts one file')]);
    appendFileSync(old, 'nonsense\n');
    expect(await validate(old, '--legacy', `${made}3`)).toMatchObject({
      code: 1,
      problems: { first: [{ file: old, line: 3 }] },
    });
    expect(existsSync(`${made}3.part`)).toBe(false);
  });

  it('says that there is nothing to check', async () => {
    mkdirSync(join(freshFolder(), 'logs'));
    const { code, err } = await auroractl(['events', 'validate']);
    expect([code, err]).toEqual([2, expect.stringContaining('no session found')]);
  });
});

/** Takes one decision out of a compressed part. */
function forgetDecision(dir: string): void {
  for (const part of partsOf(dir, 'aurora_events')) {
    const lines = gunzipSync(readFileSync(part)).toString('utf8').split('\n');
    writeFileSync(part, gzipSync(lines.filter((line) => !line.includes(decisionId(5))).join('\n')));
  }
}
