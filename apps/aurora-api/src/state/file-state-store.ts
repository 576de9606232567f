import { constants } from 'node:fs';
import { access, mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { PERSISTED_VERSION, type PersistedState } from './persisted-state';
import { type StateStore } from './state-store';

/** The state folder cannot be used; the message says which file and how to start without it. */
export class StateStoreError extends Error {
  override readonly name = 'StateStoreError';
}

const FILE = 'aurora_state.json';
const LOCK = 'aurora_state.lock';

/** The state in one JSON file of the state folder, replaced whole: temporary file, fsync, rename. */
export class FileStateStore implements StateStore {
  private queue: Promise<void> = Promise.resolve();

  private constructor(
    private readonly file: string,
    private readonly lock: string,
  ) {}

  /** Takes the folder for this process. Throws a `StateStoreError` when another live process holds it or it cannot be written. */
  static async open(folder: string, pid: number): Promise<FileStateStore> {
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await access(folder, constants.W_OK);
    } catch (error) {
      throw new StateStoreError(`state folder ${folder} cannot be written: ${messageOf(error)}`);
    }
    const lock = join(folder, LOCK);
    await takeLock(lock, pid);
    return new FileStateStore(join(folder, FILE), lock);
  }

  async load(): Promise<PersistedState | null> {
    let text: string;
    try {
      text = await readFile(this.file, 'utf8');
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return null;
      throw this.unusable(messageOf(error));
    }
    let state: Partial<PersistedState>;
    try {
      state = JSON.parse(text) as Partial<PersistedState>;
    } catch (error) {
      throw this.unusable(`it is torn or no JSON (${messageOf(error)})`);
    }
    if (state?.format !== 'aurora-state' || typeof state.engine !== 'object')
      throw this.unusable('it is no state of Aurora');
    if (state.version !== PERSISTED_VERSION) {
      throw this.unusable(`it has version ${String(state.version)}, this program reads ${PERSISTED_VERSION}`);
    }
    return state as PersistedState;
  }

  save(state: PersistedState): Promise<void> {
    const text = JSON.stringify(state);
    const saved = this.queue.then(() => writeFileAtomic(this.file, text, { mode: 0o600 }));
    // A failed save is its caller's to report; the next one must not inherit it.
    this.queue = saved.catch(() => undefined);
    return saved;
  }

  async close(): Promise<void> {
    await this.queue;
    await rm(this.lock, { force: true });
  }

  private unusable(why: string): StateStoreError {
    return new StateStoreError(
      `state file ${this.file} cannot be used: ${why}. Restore it, or move it away to start without a halt, positions or reservations it may hold.`,
    );
  }
}

/** Two gates on one state would each undo what the other kept; a lock left by a dead process is taken over. */
async function takeLock(lock: string, pid: number): Promise<void> {
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      const handle = await open(lock, 'wx', 0o600);
      await handle.writeFile(String(pid));
      await handle.close();
      return;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw new StateStoreError(`lock ${lock} cannot be written: ${messageOf(error)}`);
    }
    const holder = Number(await readFile(lock, 'utf8'));
    if (holder !== pid && isAlive(holder)) {
      throw new StateStoreError(
        `state folder is in use by process ${holder} (${lock}); stop it or choose another state.dir`,
      );
    }
    await rm(lock, { force: true });
  }
  throw new StateStoreError(`lock ${lock} is taken again and again; another instance is starting on the same folder`);
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

const codeOf = (error: unknown): unknown => (error as NodeJS.ErrnoException | null)?.code;
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
