import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive, type ProcessName, type ProcessRecord } from './process-record';
import { startProcess, type ProcessPlan, type StartedProcess } from './start-process';
import { stopRecorded, type Stopped } from './stop-process';

const GRACE_MS = 10_000;
const GUARDIAN = join(__dirname, 'guardian.js');

/**
 * Processes that do not outlive this one. `end` stops them, each before what it needs; should this process be killed before
 * it comes to that, a guardian does, and should the guardian be killed too, their records remain.
 */
export class ProcessGroup {
  private readonly started = new Map<ProcessName, ProcessRecord>();

  private constructor(
    readonly runDir: string,
    private readonly guardian: ChildProcess,
  ) {}

  /** @param runDir folder of its records, its own alone. */
  static open(runDir: string): ProcessGroup {
    mkdirSync(runDir, { recursive: true, mode: 0o700 });
    const guardian = spawn(process.execPath, [GUARDIAN, runDir], {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    return new ProcessGroup(runDir, guardian);
  }

  async start(plan: Omit<ProcessPlan, 'runDir'>, stop?: AbortSignal): Promise<StartedProcess> {
    const started = await startProcess({ ...plan, runDir: this.runDir }, stop);
    this.started.set(plan.name, started.record);
    return started;
  }

  /** Whether a process that was started still runs. */
  lives(name: ProcessName): boolean {
    const record = this.started.get(name);
    return record !== undefined && isAlive(record);
  }

  /** Stops one of them before the others. */
  async stop(name: ProcessName): Promise<readonly Stopped[]> {
    return stopRecorded(this.runDir, GRACE_MS, { only: (record) => record.name === name });
  }

  /** Stops all of them. Never leaves before they are gone. */
  async end(onEnd?: (stopped: Stopped) => void): Promise<readonly Stopped[]> {
    const stopped = await stopRecorded(this.runDir, GRACE_MS, onEnd && { onEnd });
    const { guardian } = this;
    if (guardian.exitCode === null && guardian.signalCode === null) {
      const ended = once(guardian, 'exit');
      guardian.stdin!.end();
      await ended;
    }
    return stopped;
  }
}
