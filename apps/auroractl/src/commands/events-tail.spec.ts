import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { auroractl, freshFolder, startAuroractl, startGate } from '../cli/run-auroractl.fixture';
import {
  decide,
  decisionId,
  linesOf,
  openSession,
  START_MS,
  writeRunnerLog,
  writeSession,
} from '../events/session.fixture';
import { writeProcessRecord } from '../processes/process-record';

const newSession = (): string => join(freshFolder(), 'session');
const withoutEnd = (text: string): string[] => text.split('\n').slice(0, -1);

describe('events tail', () => {
  it('shows the last events through rotated and compressed parts, with --json byte for byte', async () => {
    const dir = newSession();
    await writeSession(dir, { decisions: 90, partBytes: 20_000 });
    const lines = linesOf(dir);
    expect(lines.length).toBeGreaterThan(200);
    for (const [count, expected] of [
      [20, lines.slice(-20)],
      [150, lines.slice(-150)],
      [100_000, lines],
      [0, []],
    ] as const) {
      const { code, out, err } = await auroractl(['events', 'tail', dir, '--json', '-n', String(count)]);
      expect([code, err]).toEqual([0, '']);
      expect(withoutEnd(out)).toEqual(expected);
    }
    const { out } = await auroractl(['events', 'tail', dir]);
    expect(withoutEnd(out)).toHaveLength(20);
    expect(out).toContain(
      '2026-01-05 08:01:30.000 POLICY.DECISION          ETHUSDT    …000000000089 ws-89 buy 0.5 @ 63931.5 deny latency_guard max_qty=0\n',
    );
  });

  it('takes one file, also a compressed part', async () => {
    const dir = newSession();
    await writeSession(dir, { decisions: 60, partBytes: 20_000 });
    const [first, ...others] = linesOf(dir);
    const parts = readdirSync(dir).filter((name) => name.startsWith('aurora') && name.endsWith('.gz'));
    const { out } = await auroractl(['events', 'tail', join(dir, parts[0]!), '--json', '-n', '1000']);
    const said = withoutEnd(out);
    expect(said[0]).toBe(first);
    expect(said.slice(1)).toEqual(others.slice(0, said.length - 1));
    expect(said.length).toBeLessThan(others.length);
    const { code, err } = await auroractl(['events', 'tail', join(dir, parts[0]!), '--follow']);
    expect([code, err]).toEqual([
      2,
      expect.stringContaining('is not written any more; follow its session folder instead'),
    ]);
  });

  it('finds by code, symbol and time', async () => {
    const dir = newSession();
    await writeSession(dir, { decisions: 60, partBytes: 20_000 });
    const said = async (...args: string[]) =>
      withoutEnd((await auroractl(['events', 'tail', dir, '--json', '-n', '1000', ...args])).out);
    const lines = linesOf(dir);
    const having = (...texts: string[]) => lines.filter((line) => texts.every((text) => line.includes(text)));
    expect(await said('--code', 'order.*')).toEqual(having('"event_code":"ORDER.'));
    expect(await said('--code', 'ORDER.FILL', '--code', 'aurora*')).toEqual(
      lines.filter((line) => /"event_code":"(ORDER\.FILL|AURORA)/.test(line)),
    );
    expect(await said('--symbol', 'eth/usdt', '-c', 'POLICY.*')).toEqual(having('POLICY.DECISION', 'ETHUSDT'));
    const from = `${START_MS + 41_000}000000`;
    expect(await said('--since', '2026-01-05T08:00:41')).toEqual(lines.filter((line) => line.slice(9, 28) >= from));
    expect(await said('--since', '1m')).toEqual([]);
    expect(await said('-n', '2', '--code', 'AURORA.STARTUP.OK')).toEqual([lines[0]]);
  });

  it('follows one order through every log of the session, from its signal on', async () => {
    const dir = newSession();
    await writeSession(dir, { decisions: 30, partBytes: 20_000 });
    await writeRunnerLog(dir, 10);
    const codes = ['MODEL.CALIBRATION', 'POLICY.DECISION', 'ORDER.SUBMIT', 'ORDER.FILL', 'TCA.ANALYSIS'];
    const codesOf = (out: string) => withoutEnd(out).map((line) => /"event_code":"([^"]+)"/.exec(line)?.[1]);
    for (const name of [
      ['--order', 'ws-10'],
      ['--decision', decisionId(10)],
      ['--decision', '000000000010'],
    ])
      expect(codesOf((await auroractl(['events', 'tail', dir, '--json', ...name])).out)).toEqual(codes);
    const { out } = await auroractl([
      'events',
      'tail',
      dir,
      '--order',
      'ws-10',
      '-c',
      'ORDER.*',
      '-c',
      'TCA.*',
      '-n',
      '2',
    ]);
    expect(out).toMatch(/^\S+ \S+ gate +ORDER\.FILL .+\n\S+ \S+ runner TCA\.ANALYSIS .+net_pnl_usdt=1\.5\n$/);
  });

  it('says when an order is not there, or is not named well', async () => {
    const dir = newSession();
    await writeSession(dir, { decisions: 25 });
    const said = async (...args: string[]) => {
      const { code, out, err } = await auroractl(['events', 'tail', dir, ...args]);
      return [code, out, err];
    };
    expect(await said('--order', 'ws-1')).toEqual([0, expect.stringContaining('ws-1 '), '']);
    expect(await said('--order', 'ws')).toEqual([1, '', expect.stringContaining('nothing is logged of order ws in ')]);
    expect(await said('--decision', '1')).toEqual([
      2,
      '',
      expect.stringMatching(/several decisions end in 1; .+\n {2}01a202e9/),
    ]);
    expect(await said('--decision', '1', '--order', '2')).toEqual([2, '', expect.stringContaining('not by both')]);
  });

  it('takes the configured session, else the one of the gate, else the newest', async () => {
    const cwd = freshFolder();
    const dirs = ['20260105-080000', '20260106-080000', '20260107-080000'].map((name) => join(cwd, 'logs', name));
    for (const [index, dir] of dirs.entries()) await writeSession(dir, { decisions: 1, runId: `run-${index}` });
    mkdirSync(join(cwd, 'logs', '20260108-080000'));
    const runOf = async (env: Record<string, string>, ...args: string[]) =>
      /"run_id":"([^"]+)"/.exec((await auroractl(['events', 'tail', '--json', ...args], { cwd, env })).out)?.[1];
    expect(await runOf({})).toBe('run-2');
    expect(await runOf({}, '20260105-080000')).toBe('run-0');
    const record = { name: 'aurora-api', pid: 1, started_ticks: '0', started_at: '', url: null, log_file: '' };
    writeProcessRecord(join(cwd, 'run'), { ...record, session_dir: dirs[1]! });
    expect(await runOf({})).toBe('run-1');
    expect(await runOf({ AURORA_SESSION_DIR: dirs[0]! })).toBe('run-0');
    const empty = await auroractl(['events', 'tail']);
    expect([empty.code, empty.err]).toEqual([2, expect.stringMatching(/no session found: .+name a session folder/)]);
    const none = await auroractl(['events', 'tail', 'nowhere']);
    expect([none.code, none.err]).toEqual([2, expect.stringContaining('there is no file or folder nowhere')]);
    const bare = await auroractl(['events', 'tail', cwd]);
    expect([bare.code, bare.err]).toEqual([2, expect.stringContaining('holds no aurora_events.jsonl')]);
  });

  it('shows legacy lines and what is no event as well', async () => {
    const path = join(freshFolder(), 'old.jsonl');
    writeFileSync(
      path,
      '{"ts":1767225600.5,"level":"INFO","code":"ORDER_SUBMIT","ctx":{"symbol":"BTC/USDT","cid":"c"}}\n{"a":\ntorn',
    );
    const { code, out } = await auroractl(['events', 'tail', path]);
    expect([code, withoutEnd(out)]).toEqual([
      0,
      [
        expect.stringMatching(/^2026-01-01 00:00:00\.500 ORDER\.SUBMIT +BTCUSDT +c$/),
        expect.stringMatching(/^unreadable line \(.+\): {"a":$/),
      ],
    ]);
  });
});

describe('events tail --follow', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('goes on through rotation, and ends on %s with 0', async (signal) => {
    const dir = newSession();
    const log = await openSession(dir, { partBytes: 5000 });
    for (let n = 0; n < 3; n++) decide(log, n);
    await log.flush();
    const { child, line, ended } = startAuroractl(['events', 'tail', dir, '--follow', '--json', '-n', '1']);
    await line();
    for (let n = 3; n < 60; n++) {
      decide(log, n);
      await log.flush();
    }
    await line((text) => text.includes(`"${decisionId(59)}"`));
    child.kill(signal);
    const { code, out, err } = await ended;
    await log.close();
    const lines = linesOf(dir);
    const first = lines.findIndex((text) => text.includes(`"${decisionId(2)}"`));
    expect([code, err]).toEqual([0, '']);
    expect(withoutEnd(out)).toEqual(lines.slice(first));
  });

  it('ends with 0 when nobody reads on', async () => {
    const dir = newSession();
    const log = await openSession(dir);
    decide(log, 0);
    await log.flush();
    const { child, line, ended } = startAuroractl(['events', 'tail', dir, '--follow', '-c', 'POLICY.*']);
    await line();
    child.stdout!.destroy();
    for (let n = 1; child.exitCode === null && n < 200; n++) {
      decide(log, n);
      await log.flush();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect((await ended).code).toBe(0);
    await log.close();
  });

  it('follows one order in every log', async () => {
    const dir = newSession();
    await writeSession(dir, { decisions: 3 });
    await writeRunnerLog(dir, 1);
    const { child, line, ended } = startAuroractl(['events', 'tail', dir, '--follow', '--order', 'ws-7', '--json']);
    const log = await openSession(dir, { startMs: START_MS + 60_000, runId: 'run-2' });
    const runner = await openSession(join(dir, 'runner'), { startMs: START_MS + 63_000, runId: 'runner-2' });
    decide(log, 6);
    decide(log, 7);
    runner.emit('TCA.ANALYSIS', { net_pnl_usdt: 2 }, { cid: 'ws-7', decisionId: decisionId(7) });
    await Promise.all([log.flush(), runner.flush()]);
    await line((text) => text.includes('TCA.ANALYSIS'));
    child.kill('SIGINT');
    const { code, out } = await ended;
    await Promise.all([log.close(), runner.close()]);
    expect([code, withoutEnd(out).map((text) => /"event_code":"([^"]+)"/.exec(text)?.[1])]).toEqual([
      0,
      ['POLICY.DECISION', 'ORDER.SUBMIT', 'ORDER.FILL', 'TCA.ANALYSIS'],
    ]);
  });

  it('shows what a gate decides meanwhile', async () => {
    const gate = await startGate();
    const { child, line, ended } = startAuroractl(['events', 'tail', '-f', '-n', '1'], {
      env: { AURORA_SESSION_DIR: gate.sessionDir },
    });
    expect(await line()).toContain('AURORA.STARTUP.OK');
    const body = {
      order: { symbol: 'BTC/USDT', side: 'buy', qty: 1, price: 64_000, client_order_id: 'c-1' },
      market: { latency_ms: 900 },
    };
    const answer = await fetch(`${gate.url}/pretrade/check`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const { decision_id: id } = (await answer.json()) as { decision_id: string };
    expect(await line((text) => text.includes('POLICY.DECISION'))).toMatch(
      new RegExp(`…${id.slice(-12)} c-1 buy 1 @ 64000 deny `),
    );
    child.kill('SIGINT');
    expect((await ended).code).toBe(0);
  });
});
