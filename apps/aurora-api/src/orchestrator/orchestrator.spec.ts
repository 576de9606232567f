import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { loggingConfig } from '@aurora/events';
import { SessionLog } from '@aurora/events/node';
import { defaultsOf } from '@aurora/kernel';
import { OrchestratorEventsAnswer, OrchestratorStatusAnswer } from '@aurora/contracts';
import { API, START_MS, TestApi, type Answer, type ApiOptions } from '../api.fixture';
import { problemsOf } from '../shapes.fixture';

let api: TestApi;
let tuner: ChildProcess | undefined;
const started = async (options: ApiOptions = {}): Promise<TestApi> => (api = await TestApi.start(options));
afterEach(async () => {
  tuner?.kill('SIGKILL');
  tuner = undefined;
  await api.end();
});

const INTERVAL_MS = 10_000;
const dir = (): string => join(api.folder, 'run/tuner');
const put = (name: string, content: string | Buffer): void => {
  mkdirSync(dir(), { recursive: true });
  writeFileSync(join(dir(), name), content);
};
const status = (): Promise<Answer> => api.get('/orchestrator/status', API);
const tail = (query = ''): Promise<Answer> => api.get(`/orchestrator/events/tail${query}`, API);

/** What a tuner says of itself at a heartbeat. */
const said = (more: object = {}): Record<string, unknown> => ({
  pid: process.pid,
  started_at: new Date(START_MS - 60_000).toISOString(),
  heartbeat_at: new Date(START_MS).toISOString(),
  interval_ms: INTERVAL_MS,
  mode: 'explore',
  frozen: false,
  study: { name: 'online', trials: 3, complete: 1, rejected: 1, running: 1, stale: 0, failed: 0 },
  current: {
    trial: 2,
    params: { 'reward.ttl_s': 20 },
    since: new Date(START_MS).toISOString(),
    ttl_ms: 900_000,
    score: null,
  },
  best: null,
  base_overlay_hash: '5f2a90c1',
  ...more,
});
const putStatus = (more: object = {}): void => put('status.json', JSON.stringify(said(more)));

describe('the state of the tuner', () => {
  it('is that none runs where there never was one', async () => {
    await started();
    expect((await status()).json).toEqual({ running: false });
    expect((await tail()).json).toEqual({ events: [], bad_lines: 0 });
  });

  it('is what it wrote, whole', async () => {
    await started();
    putStatus();
    const { json } = await status();
    expect(json).toEqual({ ...said(), running: true });
    expect(problemsOf(OrchestratorStatusAnswer, json)).toEqual([]);
  });

  it('is read from the folder that is configured', async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'tuner-'));
    writeFileSync(join(elsewhere, 'status.json'), JSON.stringify(said()));
    try {
      await started({ config: { tuner: { dir: elsewhere } } });
      expect((await status()).json).toMatchObject({ running: true, pid: process.pid });
    } finally {
      rmSync(elsewhere, { recursive: true });
    }
  });

  it.each([
    [2 * INTERVAL_MS, true],
    [2 * INTERVAL_MS + 1, false],
    [-5, true],
  ])('with a heartbeat of %d ms ago: running is %s', async (ageMs, running) => {
    await started();
    putStatus({ heartbeat_at: new Date(START_MS - ageMs).toISOString() });
    expect((await status()).json).toMatchObject({ running, mode: 'explore' });
  });

  it('does not run any more when its process is gone, however young the heartbeat', async () => {
    await started();
    tuner = spawn('sleep', ['60']);
    putStatus({ pid: tuner.pid });
    expect((await status()).json).toMatchObject({ running: true, pid: tuner.pid });
    tuner.kill('SIGKILL');
    await once(tuner, 'close');
    expect((await status()).json).toMatchObject({ running: false, pid: tuner.pid });
  });

  it.each([
    ['torn', '{"pid": 12, "mode": "exp', /no JSON/],
    ['empty', '', /no JSON/],
    ['another thing', '[1]', /no object/],
    ['of another shape', JSON.stringify({ pid: 'one', mode: 'asleep' }), /none of a tuner: .*pid/],
    ['of a foreign program', JSON.stringify({ status: 'ok' }), /none of a tuner: .*heartbeat_at/],
    ['full of impossible numbers', '{"interval_ms": 1e999}', /none of a tuner/],
  ])('says what is wrong with a file that is %s', async (_, text, problem) => {
    await started();
    put('status.json', text);
    const answer = await status();
    expect([answer.status, answer.json['running']]).toEqual([200, false]);
    expect(answer.json['problem']).toMatch(problem);
    expect(problemsOf(OrchestratorStatusAnswer, answer.json)).toEqual([]);
  });
});

describe('the last events of the tuner', () => {
  /** Writes heartbeats into the log of the folder as a tuner does. */
  async function write(count: number): Promise<bigint[]> {
    mkdirSync(dir(), { recursive: true });
    const { logging } = defaultsOf(loggingConfig);
    const { log } = await SessionLog.open({ dir: dir(), runId: 'tuner-1', clock: api.clock, logging });
    const stamps = Array.from({ length: count }, (_, n) => log.emit('ORCH.HEARTBEAT', { n, mode: 'exploit' })!);
    await log.close();
    return stamps;
  }
  const numbersIn = ({ json }: Answer): unknown[] =>
    (json['events'] as { details: { n: number } }[]).map(({ details }) => details.n);

  it('come newest last, every digit of their time in them', async () => {
    await started();
    const stamps = await write(12);
    const answer = await tail('?n=3');
    expect(problemsOf(OrchestratorEventsAnswer, answer.json)).toEqual([]);
    expect(answer.json).toEqual({
      events: [9, 10, 11].map((n) => ({
        ts_ns: String(stamps[n]),
        run_id: 'tuner-1',
        event_code: 'ORCH.HEARTBEAT',
        details: { n, mode: 'exploit' },
      })),
      bad_lines: 0,
    });
    expect(numbersIn(await tail())).toHaveLength(10);
    expect(numbersIn(await tail('?n=1000'))).toHaveLength(12);
  });

  it.each(['0', '1001', '-1', '1.5', 'x', ''])('refuses n=%s', async (n) => {
    await started();
    expect((await tail(`?n=${n}`)).status).toBe(422);
  });

  it('leave out a line that is still being written, and count one that is no event', async () => {
    await started();
    await write(3);
    const file = join(dir(), 'aurora_events.jsonl');
    appendFileSync(file, 'nonsense\n{"ts_ns":17');
    const answer = await tail('?n=3');
    expect([numbersIn(answer), answer.json['bad_lines']]).toEqual([[1, 2], 1]);
  });

  it('reach back into the part that was set aside last', async () => {
    await started();
    await write(5);
    const file = join(dir(), 'aurora_events.jsonl');
    put('aurora_events.20261121T235959Z-000001.jsonl.gz', gzipSync(readFileSync(file)));
    writeFileSync(file, '');
    expect(numbersIn(await tail('?n=3'))).toEqual([2, 3, 4]);
    await write(2);
    expect(numbersIn(await tail('?n=4'))).toEqual([3, 4, 0, 1]);
    expect(numbersIn(await tail('?n=2'))).toEqual([0, 1]);
  });

  it('cost the same whatever the length of the log', async () => {
    await started();
    await write(1);
    const file = join(dir(), 'aurora_events.jsonl');
    const line = readFileSync(file, 'utf8');
    appendFileSync(file, line.repeat(100_000));
    const before = process.cpuUsage();
    for (let i = 0; i < 20; i++) expect(numbersIn(await tail('?n=5'))).toHaveLength(5);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1000).toBeLessThan(1000); // reading all of it once takes as long
  });
});
