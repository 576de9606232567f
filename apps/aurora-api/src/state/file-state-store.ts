import { constants } from 'node:fs';
import { access, link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type EngineSnapshot } from '@aurora/engine';
import { StartError } from '../start-error';
import { PERSISTED_VERSION, type PersistedState } from './persisted-state';
import { type StateStore } from './state-store';
import { writeWhole } from './write-whole';

const FILE = 'aurora_state.json';
const LOCK = 'aurora_state.lock';

/** The state in one JSON file of the state folder, replaced whole. */
export class FileStateStore implements StateStore {
  private queue: Promise<void> = Promise.resolve();

  private constructor(
    private readonly file: string,
    private readonly lock: string,
  ) {}

  /** Takes the folder for this process. Throws a `StartError` when another live process holds it or it cannot be written. */
  static async open(folder: string, pid: number): Promise<FileStateStore> {
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await access(folder, constants.W_OK);
    } catch (error) {
      throw new StartError(`state folder ${folder} cannot be written: ${messageOf(error)}`);
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
    if (state?.format !== 'aurora-state') throw this.unusable('it is no state of Aurora');
    if (state.version !== PERSISTED_VERSION) {
      throw this.unusable(`it has version ${String(state.version)}, this program reads ${PERSISTED_VERSION}`);
    }
    const missing = missingParts(state);
    if (missing.length > 0) throw this.unusable(`it lacks ${missing.join(', ')}`);
    return state as PersistedState;
  }

  save(state: PersistedState): Promise<void> {
    const text = JSON.stringify(state);
    const saved = this.queue.then(() => writeWhole(this.file, text));
    // A failed save is its caller's to report; the next one must not inherit it.
    this.queue = saved.catch(() => undefined);
    return saved;
  }

  async close(): Promise<void> {
    await this.queue;
    await rm(this.lock, { force: true });
  }

  private unusable(why: string): StartError {
    return new StartError(
      `state file ${this.file} cannot be used: ${why}. Restore it, or move it away to start without the halt, positions and reservations it may hold.`,
    );
  }
}

const PARTS: readonly (keyof PersistedState)[] = ['engine', 'config', 'overlays', 'session_dir', 'ts_ns'];
const ENGINE_PARTS: readonly (keyof EngineSnapshot)[] = [
  'health',
  'governance',
  'trading_state',
  'positions',
  'day_pnl',
  'reservations',
  'anti_churn',
  'risk_overrides',
  'returns',
  'orders',
];

/** A part that is not there would read as a gate that was never halted. */
const missingParts = (state: Partial<PersistedState>): string[] => [
  ...PARTS.filter((part) => state[part] == null),
  ...ENGINE_PARTS.filter((part) => state.engine?.[part] == null).map((part) => `engine.${part}`),
];

/** Two gates on one state would each undo what the other kept; a lock left by a dead process is taken over. */
async function takeLock(lock: string, pid: number): Promise<void> {
  // Linked into place, so that whoever finds the lock finds its holder in it.
  const mine = `${lock}.${pid}`;
  try {
    await writeFile(mine, String(pid), { mode: 0o600 });
    for (let attempt = 0; attempt < 2; attempt++) {
      if (await linked(mine, lock)) return;
      const holder = Number(await readFile(lock, 'utf8'));
      if (holder !== pid && isAlive(holder)) {
        throw new StartError(
          `state folder is in use by process ${holder} (${lock}); stop it or choose another state.dir`,
        );
      }
      await rm(lock, { force: true });
    }
    throw new StartError(`lock ${lock} is taken again and again; another instance is starting on the same folder`);
  } catch (error) {
    throw error instanceof StartError ? error : new StartError(`lock ${lock} cannot be written: ${messageOf(error)}`);
  } finally {
    await rm(mine, { force: true });
  }
}

async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
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
