import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  isAlive,
  processRecords,
  removeProcessRecord,
  runningProcess,
  startedTicks,
  writeProcessRecord,
  type ProcessRecord,
} from './process-record';
import { stopProcess, stopRecorded } from './stop-process';

let runDir: string;
const children: ChildProcess[] = [];
beforeEach(() => (runDir = mkdtempSync(join(tmpdir(), 'aurora-records-'))));
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  rmSync(runDir, { recursive: true });
});

/** A process that says when it is ready; a deaf one ignores being asked to end. */
async function started(isDeaf = false): Promise<ChildProcess> {
  const hear = isDeaf ? `process.on('SIGTERM', () => undefined);` : '';
  const code = `${hear} setInterval(() => undefined, 1000); process.stdout.write('ready');`;
  const child = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'ignore'] });
  children.push(child);
  await once(child.stdout!, 'data');
  return child;
}

const recordOf = (pid: number, more: Partial<ProcessRecord> = {}): ProcessRecord => ({
  name: 'sim',
  pid,
  started_ticks: startedTicks(pid),
  started_at: '2026-01-01T00:00:00.000Z',
  url: null,
  session_dir: null,
  log_file: 'sim.log',
  ...more,
});

describe('a record', () => {
  it('proves identity by number and start together', () => {
    const { pid } = process;
    expect(isAlive(recordOf(pid))).toBe(true);
    expect(isAlive(recordOf(pid, { started_ticks: '1' }))).toBe(false);
    expect(isAlive(recordOf(pid, { started_ticks: null }))).toBe(false);
  });

  it('is of the dead once its process has ended', async () => {
    const child = await started();
    const record = recordOf(child.pid!);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect([startedTicks(record.pid), isAlive(record)]).toEqual([null, false]);
  });

  it('comes back in the order in which processes are to end; what is no record is left alone', () => {
    for (const name of ['sim', 'aurora-api', 'tuner', 'wisescalp-runner'])
      writeProcessRecord(runDir, recordOf(process.pid, { name }));
    writeFileSync(join(runDir, 'processes/half.json'), '{"name": "ha');
    writeFileSync(join(runDir, 'processes/none.json'), 'null');
    expect(processRecords(runDir).map(({ name }) => name)).toEqual(['tuner', 'wisescalp-runner', 'aurora-api', 'sim']);
    removeProcessRecord(runDir, 'tuner');
    expect(runningProcess(runDir, 'tuner')).toBeNull();
    expect(runningProcess(runDir, 'sim')).toEqual(recordOf(process.pid));
    expect(processRecords(join(runDir, 'nowhere'))).toEqual([]);
  });
});

describe('stopping by record', () => {
  it('asks a process to end', async () => {
    const child = await started();
    const ended = once(child, 'exit');
    expect(await stopProcess(recordOf(child.pid!), 5000)).toBe('stopped');
    expect(await ended).toEqual([null, 'SIGTERM']);
  });

  it('ends a process by force that does not end when asked', async () => {
    const child = await started(true);
    const ended = once(child, 'exit');
    expect(await stopProcess(recordOf(child.pid!), 100)).toBe('killed');
    expect(await ended).toEqual([null, 'SIGKILL']);
  });

  it('reaches one that is held', async () => {
    const child = await started();
    const ended = once(child, 'exit');
    child.kill('SIGSTOP');
    expect(await stopProcess(recordOf(child.pid!), 5000)).toBe('stopped');
    expect(await ended).toEqual([null, 'SIGTERM']);
  });

  it('leaves another process alone that has the number by now', async () => {
    const child = await started();
    const stale = recordOf(child.pid!, { started_ticks: String(Number(startedTicks(child.pid!)) - 1) });
    expect(await stopProcess(stale, 100)).toBe('gone');
    expect(isAlive(recordOf(child.pid!))).toBe(true);
  });

  it('stops those that are meant and forgets them', async () => {
    const [api, sim] = [await started(), await started()];
    writeProcessRecord(runDir, recordOf(api.pid!, { name: 'aurora-api' }));
    writeProcessRecord(runDir, recordOf(sim.pid!));
    writeProcessRecord(runDir, recordOf(process.pid, { name: 'tuner', started_ticks: '1' }));
    const stopped = await stopRecorded(runDir, 5000, { only: ({ name }) => name !== 'sim' });
    expect(stopped.map(({ record: { name }, outcome }) => [name, outcome])).toEqual([
      ['tuner', 'gone'],
      ['aurora-api', 'stopped'],
    ]);
    expect(processRecords(runDir).map(({ name }) => name)).toEqual(['sim']);
    expect(runningProcess(runDir, 'sim')).not.toBeNull();
  });
});
