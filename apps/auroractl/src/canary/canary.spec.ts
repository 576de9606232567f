import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { auroractl, freshFolder, startAuroractl, startGate, type Running } from '../cli/run-auroractl.fixture';
import { processRecords, startedTicks } from '../processes/process-record';
import { stopRecorded } from '../processes/stop-process';

const WATCHING = 'watching gate';

interface Report {
  readonly verdict: string;
  readonly checks: readonly { readonly check: string; readonly verdict: string; readonly note: string }[];
  readonly gate: string;
  readonly session_dir: string;
  readonly report: string;
}

const breachesIn = ({ checks }: Report) =>
  checks.filter(({ verdict }) => verdict === 'breach').map(({ check }) => check);

/** Records of processes that a canary has started. */
const left = ({ session_dir: session }: Report) => processRecords(join(session, 'run'));

/** Resolves when a canary has said that it watches. */
async function watching(canary: Running): Promise<void> {
  while (!canary.said().err.includes(WATCHING)) await wait(20);
}

describe('canary', () => {
  it('judges a gate of its own on a simulated market, and leaves nothing running', async () => {
    const cwd = freshFolder();
    const { code, out, err } = await auroractl(['canary', '--minutes', '0.05', '--json'], { cwd });
    const report = JSON.parse(out) as Report;
    expect([code, report.verdict, breachesIn(report)]).toEqual([0, 'PASS', []]);
    expect(err).toMatch(/^watching gate .*\n$/);
    expect(readFileSync(report.report, 'utf8')).toMatch(/^# Canary: PASS\n(.|\n)*\| latency_p99_ms \| /);
    expect(left(report)).toEqual([]);
    await expect(fetch(`${report.gate}/health`)).rejects.toThrow();
  });

  it('ends early with a finding when the gate it was given goes away, and says what it saw', async () => {
    const cwd = freshFolder();
    const gate = await startGate();
    const args = ['canary', '--minutes', '1', '--api-url', gate.url, '--json', '--report', 'canary.json'];
    const canary = startAuroractl(args, { cwd });
    await watching(canary);
    await gate.stop('SIGKILL');
    const { code, out } = await canary.ended;
    const report = JSON.parse(out) as Report;
    expect(code).toBe(1);
    expect(breachesIn(report)).toEqual(expect.arrayContaining(['gate_availability', 'ran_to_its_end_s']));
    expect(JSON.parse(readFileSync(join(cwd, 'canary.json'), 'utf8'))).toEqual(report);
    expect(left(report)).toEqual([]);
  });

  it('ends with what it has seen when it is asked to', async () => {
    const cwd = freshFolder();
    const gate = await startGate();
    const canary = startAuroractl(['canary', '--minutes', '10', '--api-url', gate.url, '--json'], { cwd });
    await watching(canary);
    canary.child.kill('SIGINT');
    const { code, out, err } = await canary.ended;
    const report = JSON.parse(out) as Report;
    expect([code, err.split('\n')]).toEqual([0, [expect.stringContaining(WATCHING), '']]);
    expect(report.checks.at(-1)).toMatchObject({ check: 'ran_to_its_end_s', note: 'stopped by a signal' });
    expect(left(report)).toEqual([]);
  });

  it('trades in shadow alone', async () => {
    const { code, err } = await auroractl(['canary'], { env: { AURORA_MODE: 'live' } });
    expect([code, err]).toEqual([2, expect.stringMatching(/mode|live/)]);
  });
});

describe('one-click', () => {
  it('does everything once, and stops it', async () => {
    const cwd = freshFolder();
    const { code, out, err } = await auroractl(['one-click', '--minutes', '0.02'], { cwd });
    expect([code, err]).toEqual([0, expect.stringMatching(/1\/6 .*\n2\/6 (.|\n)*6\/6 watching/)]);
    expect(out).toMatch(/PASS after/);
    expect(processRecords(join(cwd, 'run'))).toEqual([]);
  });

  it('leaves everything running when it is told to, for `stop` to end', async () => {
    const cwd = freshFolder();
    try {
      const { code, err } = await auroractl(['one-click', '--minutes', '0.02', '--keep', '--json'], { cwd });
      expect([code, err]).toEqual([0, expect.stringMatching(/everything still runs/)]);
      const records = processRecords(join(cwd, 'run'));
      expect(records.map(({ name }) => name)).toEqual(['wisescalp-runner', 'aurora-api', 'sim']);
      expect(records.every(({ pid, started_ticks: ticks }) => startedTicks(pid) === ticks)).toBe(true);
      expect((await auroractl(['stop', '--all'], { cwd })).code).toBe(0);
      expect(records.map(({ pid }) => startedTicks(pid))).toEqual([null, null, null]);
    } finally {
      await stopRecorded(join(cwd, 'run'), 5000);
    }
  });
});
