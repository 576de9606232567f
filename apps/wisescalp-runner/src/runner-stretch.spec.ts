import 'reflect-metadata';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { record, removeFolders, runOnce } from './run.fixture';

const RECORDING = record(60_000);
afterAll(removeFolders);

const argvOf = (...argv: string[]) => ['--recording', RECORDING, '--gate', 'in-process', ...argv];

interface Line {
  readonly event_code: string;
  readonly atMs: number;
}

/** What stands in the runner's log, with times after the first frame. */
async function linesOf(...argv: string[]): Promise<{ lines: Line[]; summary: Record<string, unknown> }> {
  const { sessionDir, summary } = await runOnce(argvOf(...argv));
  const text = readFileSync(join(sessionDir, 'runner/aurora_events.jsonl'), 'utf8').trim();
  const lines = text.split('\n').map((line) => {
    const tsNs = BigInt(/"ts_ns":(\d+)/.exec(line)![1]!);
    return { event_code: (JSON.parse(line) as Line).event_code, atMs: Number(tsNs / 1000n) / 1000 - FIRST_MS };
  });
  return { lines, summary };
}

/** The first frame of a generated market. */
const FIRST_MS = Number(/^\d+/.exec(readFirst())![0]) / 1e6;
function readFirst(): string {
  const first = readdirSync(RECORDING).map((name) =>
    gunzipSync(readFileSync(join(RECORDING, name))).toString('utf8', 0, 19),
  );
  return first.sort()[0]!;
}

const questions = (lines: Line[]) => lines.filter(({ event_code: code }) => code === 'EXEC.DECISION');

it('wants nothing before the moment it trades from, on books and scales that have seen it all', async () => {
  const whole = await linesOf();
  const late = await linesOf('--from', '30s');
  expect(questions(whole.lines)[0]!.atMs).toBeLessThan(30_000);
  expect(questions(late.lines)[0]!.atMs).toBeGreaterThanOrEqual(30_000);
  expect(questions(late.lines)[0]!.atMs).toBeLessThan(32_000);
  expect(late.summary['frames']).toBe(whole.summary['frames']);
});

it('ends where it is told to, with nothing open', async () => {
  const { lines, summary } = await linesOf('--until', '30s');
  expect(Math.max(...questions(lines).map(({ atMs }) => atMs))).toBeLessThan(30_000);
  expect(lines.at(-1)!.atMs).toBeLessThanOrEqual(35_000);
  expect(summary).toMatchObject({ open_positions: 0, open_orders: 0 });
});

it('takes times of the market as well as offsets from its beginning', async () => {
  const at = (ms: number) => new Date(Math.ceil(FIRST_MS) + ms).toISOString();
  const { lines } = await linesOf('--from', at(20_000), '--until', at(40_000));
  const asked = questions(lines).map(({ atMs }) => atMs);
  expect(Math.min(...asked)).toBeGreaterThanOrEqual(20_000);
  expect(Math.max(...asked)).toBeLessThan(40_001);
  expect(asked.length).toBeGreaterThan(5);
});

it('does what it does without them when they hold everything', async () => {
  const eventsOf = async (...argv: string[]) =>
    readFileSync(join((await runOnce(argvOf(...argv))).sessionDir, 'runner/aurora_events.jsonl'), 'utf8');
  expect(await eventsOf('--from', '0', '--until', '1h')).toBe(await eventsOf());
});
