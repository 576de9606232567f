import { mkdirSync } from 'node:fs';
import { isAlive, type ProcessName, type ProcessRecord } from './process-record';
import { OWN_FOLDER_MODE } from './run-folder';
import { startProcess, type ProcessPlan, type StartedProcess } from './start-process';
import { stopRecorded, type Stopped } from './stop-process';

const GRACE_MS = 10_000;

/**
 * Processes that do not outlive this one. `end` stops them, each before what it needs. Should this process be killed before it
 * comes to that, they end themselves; of one that cannot, being held for instance, the record remains.
 */
export class ProcessGroup {
  private readonly started = new Map<ProcessName, ProcessRecord>();

  /** @param runDir folder of its records, its own alone; made when it is not there. */
  constructor(readonly runDir: string) {
    mkdirSync(runDir, { recursive: true, mode: OWN_FOLDER_MODE });
  }

  async start(plan: Omit<ProcessPlan, 'runDir' | 'endsWithUs'>, stop?: AbortSignal): Promise<StartedProcess> {
    const started = await startProcess({ ...plan, runDir: this.runDir, endsWithUs: true }, stop);
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

  /** Stops all of them; they are gone when it resolves, but for those whose outcome is `stuck`. */
  end(onEnd?: (stopped: Stopped) => void): Promise<readonly Stopped[]> {
    return stopRecorded(this.runDir, GRACE_MS, onEnd && { onEnd });
  }
}
