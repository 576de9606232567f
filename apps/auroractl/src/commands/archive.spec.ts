import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { auroractl, freshFolder, startAuroractl, startGate } from '../cli/run-auroractl.fixture';
import { decide, openSession, START_MS, writeRunnerLog, writeSession } from '../events/session.fixture';
import { startedTicks, writeProcessRecord } from '../processes/process-record';

interface Report {
  sessions: {
    session: string;
    outcome: string;
    why?: string;
    archive?: string;
    removed?: boolean;
    files?: number;
    bytes?: number;
  }[];
}

const DAY_MS = 86_400_000;

function logsFolder(): { cwd: string; logs: string } {
  const cwd = freshFolder();
  const logs = join(cwd, 'logs');
  mkdirSync(logs);
  return { cwd, logs };
}

/** Makes everything in a folder as old as asked. */
function age(dir: string, ageMs: number): void {
  for (const entry of readdirSync(dir, { withFileTypes: true })) {
    const path = join(dir, entry.name);
    if (entry.isDirectory()) age(path, ageMs);
    else if (entry.isFile()) utimesSync(path, (Date.now() - ageMs) / 1000, (Date.now() - ageMs) / 1000);
  }
}

async function oldSession(logs: string, name: string, ageMs = 3 * DAY_MS): Promise<string> {
  const dir = join(logs, name);
  await writeSession(dir, { decisions: 30, partBytes: 5000 });
  await writeRunnerLog(dir, 3);
  age(dir, ageMs);
  return dir;
}

async function archive(
  cwd: string,
  ...args: string[]
): Promise<{ code: number | null; outcomes: string[]; report: Report }> {
  const { code, out, err } = await auroractl(['archive', '--json', ...args], { cwd });
  expect(err).toBe('');
  const report = JSON.parse(out) as Report;
  return {
    code,
    report,
    outcomes: report.sessions.map(({ session, outcome, why }) => [session, why ?? outcome].join(': ')),
  };
}

/** Every file below a folder with its SHA-256. */
function contentsOf(dir: string, below = ''): Record<string, string> {
  const found: Record<string, string> = {};
  for (const entry of readdirSync(join(dir, below), { withFileTypes: true })) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) Object.assign(found, contentsOf(dir, path));
    else if (entry.isFile())
      found[path] = createHash('sha256')
        .update(readFileSync(join(dir, path)))
        .digest('hex');
  }
  return found;
}

/** What the system's own tar takes out of an archive. */
function unpacked(file: string): string {
  const dir = freshFolder();
  expect(spawnSync('tar', ['-xzf', file, '-C', dir]).status).toBe(0);
  return dir;
}

describe('archive', () => {
  it('packs old sessions so that every tar gives them back, with a manifest beside', async () => {
    const { cwd, logs } = logsFolder();
    const dir = await oldSession(logs, '20260105-080000');
    symlinkSync('aurora_events.jsonl', join(dir, 'latest'));
    mkdirSync(join(dir, 'empty'));
    writeFileSync(join(dir, `ü${'long'.repeat(40)}.txt`), 'x');
    age(dir, 3 * DAY_MS);
    const before = contentsOf(dir);
    const { code, outcomes, report } = await archive(cwd);
    expect([code, outcomes]).toEqual([0, ['20260105-080000: archived']]);
    const file = join(logs, '20260105-080000.tar.gz');
    expect(report.sessions[0]).toMatchObject({ archive: file, files: Object.keys(before).length, removed: false });
    const out = join(unpacked(file), '20260105-080000');
    expect(contentsOf(out)).toEqual(before);
    expect([existsSync(join(out, 'empty')), existsSync(join(out, 'latest'))]).toEqual([true, true]);
    expect(statSync(join(out, 'aurora_events.jsonl')).mtimeMs).toBeLessThan(Date.now() - 2 * DAY_MS);
    const manifest = JSON.parse(readFileSync(`${file}.manifest.json`, 'utf8')) as {
      archive: object;
      files: { path: string; sha256: string }[];
    };
    expect(Object.fromEntries(manifest.files.map(({ path, sha256 }) => [path, sha256]))).toEqual(before);
    expect(manifest.archive).toEqual({
      file: '20260105-080000.tar.gz',
      bytes: statSync(file).size,
      sha256: createHash('sha256').update(readFileSync(file)).digest('hex'),
    });
    expect(contentsOf(dir)).toEqual(before);
    expect(readdirSync(logs).sort()).toEqual([
      '20260105-080000',
      '20260105-080000.tar.gz',
      '20260105-080000.tar.gz.manifest.json',
    ]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('leaves alone what is not old enough, among the newest, or no session', async () => {
    const { cwd, logs } = logsFolder();
    await oldSession(logs, '20260101-000000', 9 * DAY_MS);
    await oldSession(logs, '20260102-000000', 8 * DAY_MS);
    await oldSession(logs, '20260103-000000', 7 * DAY_MS);
    await oldSession(logs, '20260104-000000', 9 * 60_000);
    mkdirSync(join(logs, 'other'));
    writeFileSync(join(logs, 'other', 'notes.txt'), 'x');
    expect((await archive(cwd, '--dry-run', '--older-than', '180h', '--keep', '0')).outcomes).toEqual([
      '20260104-000000: it was written to in the last 10 minutes',
      '20260103-000000: it is not old enough',
      '20260102-000000: would_archive',
      '20260101-000000: would_archive',
    ]);
    expect((await archive(cwd, '--dry-run', '--keep', '3')).outcomes.slice(1)).toEqual([
      '20260103-000000: it is among the newest 3',
      '20260102-000000: it is among the newest 3',
      '20260101-000000: would_archive',
    ]);
    expect((await archive(cwd, '--dry-run', '--older-than', '1ms')).outcomes[0]).toContain('in the last 10 minutes');
    expect(readdirSync(logs).filter((name) => name.includes('.tar'))).toEqual([]);
  });

  it('skips what is archived already, and packs again beside it what was written since', async () => {
    const { cwd, logs } = logsFolder();
    const dir = await oldSession(logs, 'a');
    await archive(cwd);
    const first = readFileSync(join(logs, 'a.tar.gz'));
    expect((await archive(cwd)).outcomes).toEqual(['a: already_archived']);
    appendFileSync(join(dir, 'orders.jsonl'), '{}\n');
    age(dir, 2 * DAY_MS);
    const { report } = await archive(cwd);
    expect(report.sessions[0]).toMatchObject({ outcome: 'archived', archive: join(logs, 'a-archive2.tar.gz') });
    expect(readFileSync(join(logs, 'a.tar.gz')).equals(first)).toBe(true);
    expect((await archive(cwd)).report.sessions[0]).toMatchObject({
      outcome: 'already_archived',
      archive: join(logs, 'a-archive2.tar.gz'),
    });
  });

  it('removes a folder only when its archive, read again, holds it', async () => {
    const { cwd, logs } = logsFolder();
    const dir = await oldSession(logs, 'a');
    const before = contentsOf(dir);
    await archive(cwd);
    const file = join(logs, 'a.tar.gz');
    const bytes = readFileSync(file);
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(file, bytes);
    const damaged = await archive(cwd, '--remove');
    expect([damaged.code, damaged.outcomes]).toEqual([
      1,
      [expect.stringContaining('a.tar.gz is damaged: its SHA-256 is not that of its manifest')],
    ]);
    expect(contentsOf(dir)).toEqual(before);
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(file, bytes);
    // Same size and time, so that only the contents tell.
    const { atime, mtime } = statSync(join(dir, 'orders_denied.jsonl'));
    const denied = readFileSync(join(dir, 'orders_denied.jsonl'));
    denied[5]! ^= 1;
    writeFileSync(join(dir, 'orders_denied.jsonl'), denied);
    utimesSync(join(dir, 'orders_denied.jsonl'), atime, mtime);
    expect((await archive(cwd, '--remove')).outcomes).toEqual([
      expect.stringContaining('orders_denied.jsonl is not what was archived'),
    ]);
    denied[5]! ^= 1;
    writeFileSync(join(dir, 'orders_denied.jsonl'), denied);
    utimesSync(join(dir, 'orders_denied.jsonl'), atime, mtime);
    const { code, report } = await archive(cwd, '--remove');
    expect([code, report.sessions[0]?.removed]).toEqual([0, true]);
    expect(readdirSync(logs).sort()).toEqual(['a.tar.gz', 'a.tar.gz.manifest.json']);
    expect(contentsOf(join(unpacked(file), 'a'))).toEqual(before);
  });

  it('removes at once what it has just packed', async () => {
    const { cwd, logs } = logsFolder();
    const before = contentsOf(await oldSession(logs, 'a'));
    expect((await archive(cwd, '--remove')).report.sessions[0]).toMatchObject({ outcome: 'archived', removed: true });
    expect(contentsOf(join(unpacked(join(logs, 'a.tar.gz')), 'a'))).toEqual(before);
  });

  it('never touches a session that is in use: by its lock, or by the process it was started for', async () => {
    const { cwd, logs } = logsFolder();
    for (const name of ['gate', 'runner', 'started']) await oldSession(logs, name);
    const held = await openSession(join(logs, 'gate'), { startMs: START_MS + 1e6 });
    const heldRunner = await openSession(join(logs, 'runner', 'runner'), { startMs: START_MS + 1e6 });
    age(logs, 2 * DAY_MS);
    writeProcessRecord(join(cwd, 'run'), {
      name: 'aurora-api',
      pid: process.pid,
      started_ticks: startedTicks(process.pid),
      started_at: '',
      url: null,
      session_dir: join(logs, 'started'),
      log_file: '',
    });
    const { outcomes } = await archive(cwd, '--remove');
    await Promise.all([held.close(), heldRunner.close()]);
    expect(outcomes.sort()).toEqual([
      `gate: process ${process.pid} writes it`,
      `runner: process ${process.pid} writes it`,
      `started: it is the session of aurora-api, process ${process.pid}`,
    ]);
    expect(readdirSync(logs).sort()).toEqual(['gate', 'runner', 'started']);
  });

  it('does not touch the session of a running gate, however old its files look', async () => {
    const gate = await startGate();
    const { cwd, logs } = logsFolder();
    renameSync(gate.sessionDir, join(logs, 'live'));
    age(join(logs, 'live'), 3 * DAY_MS);
    expect((await archive(cwd, '--remove')).outcomes).toEqual([`live: process ${gate.pid} writes it`]);
    await gate.stop();
    age(join(logs, 'live'), 3 * DAY_MS);
    expect((await archive(cwd)).outcomes).toEqual(['live: archived']);
  });

  it('keeps a writer out while it packs, and lets it in afterwards', async () => {
    const { cwd, logs } = logsFolder();
    const dir = await bigSession(logs);
    const { ended } = startAuroractl(['archive', '--json'], { cwd });
    await until(() => existsSync(join(logs, 'big.tar.gz.part')));
    await expect(openSession(dir)).rejects.toThrow('is in use by process');
    expect((await ended).code).toBe(0);
    const log = await openSession(dir, { startMs: START_MS + 1e6 });
    decide(log, 1);
    await log.close();
  });

  it.each(['SIGKILL', 'SIGINT', 'SIGTERM'] as const)(
    'leaves nothing half done when %s meets it in the middle',
    async (signal) => {
      const { cwd, logs } = logsFolder();
      const dir = await bigSession(logs);
      const before = contentsOf(dir);
      const { child, ended } = startAuroractl(['archive', '--remove'], { cwd });
      const part = join(logs, 'big.tar.gz.part');
      await until(() => existsSync(part) && statSync(part).size > 2 ** 20);
      child.kill(signal);
      const { code, err } = await ended;
      expect(existsSync(join(logs, 'big.tar.gz'))).toBe(false);
      expect(contentsWithoutLock(dir)).toEqual(before);
      if (signal !== 'SIGKILL') {
        expect([code, err]).toEqual([1, 'auroractl: interrupted; no archive was left half done\n']);
        expect(readdirSync(logs)).toEqual(['big']);
      }
      expect((await archive(cwd, '--remove')).outcomes).toEqual(['big: archived']);
      expect(readdirSync(logs).sort()).toEqual(['big.tar.gz', 'big.tar.gz.manifest.json']);
      expect(contentsOf(join(unpacked(join(logs, 'big.tar.gz')), 'big'))).toEqual(before);
    },
  );

  it('finishes a removal, and clears an archive, that a killed run left', async () => {
    const { cwd, logs } = logsFolder();
    await oldSession(logs, 'a');
    await archive(cwd);
    renameSync(join(logs, 'a'), join(logs, '.a.removing'));
    writeFileSync(join(logs, 'gone.tar.gz.part'), 'half');
    writeFileSync(join(logs, 'gone.tar.gz.manifest.json.part'), 'half');
    expect((await archive(cwd, '--dry-run')).outcomes).toEqual([]);
    expect(readdirSync(logs)).toHaveLength(5);
    expect((await archive(cwd)).outcomes).toEqual([]);
    expect(readdirSync(logs).sort()).toEqual(['a.tar.gz', 'a.tar.gz.manifest.json']);
  });

  it('says it for people too, and what is wrong with a command line', async () => {
    const { cwd, logs } = logsFolder();
    expect((await auroractl(['archive'], { cwd })).out).toBe(`no session in ${logs}\n`);
    await oldSession(logs, 'a');
    await oldSession(logs, 'bb', 60_000);
    const { out } = await auroractl(['archive'], { cwd });
    expect(out).toMatch(
      /^bb {2}left alone: it was written to in the last 10 minutes\na {3}archived: .+a\.tar\.gz, \d+ files, 0\.\d MB in 0\.0 MB\n$/,
    );
    for (const [args, said] of [
      [['--logs', '/nowhere'], /there is no folder \/nowhere; say where the sessions are with --logs/],
      [['--older-than', 'long'], /must be a duration/],
      [['--keep', '-1'], /must be a whole number from 0/],
    ] as const) {
      const { code, err } = await auroractl(['archive', ...args], { cwd });
      expect([code, err]).toEqual([2, expect.stringMatching(said)]);
    }
  });
});

/** Large enough to be met in the middle: it does not compress. */
async function bigSession(logs: string): Promise<string> {
  const dir = await oldSession(logs, 'big');
  for (let n = 0; n < 6; n++) writeFileSync(join(dir, `noise-${n}`), randomBytes(2 ** 23));
  age(dir, 3 * DAY_MS);
  return dir;
}

const contentsWithoutLock = (dir: string): Record<string, string> =>
  Object.fromEntries(Object.entries(contentsOf(dir)).filter(([path]) => !path.includes('.writer.lock')));

async function until(holds: () => boolean): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error('it took too long');
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
