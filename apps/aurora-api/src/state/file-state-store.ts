import { constants } from 'node:fs';
import { access, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type EngineSnapshot } from '@aurora/engine';
import { lockFolder } from '@aurora/events/node';
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
    private readonly unlock: () => Promise<void>,
  ) {}

  /** Takes the folder for this process, since two gates on one state would each undo what the other kept. Throws a `StartError` when another live process holds it or it cannot be written. */
  static async open(folder: string): Promise<FileStateStore> {
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await access(folder, constants.W_OK);
    } catch (error) {
      throw new StartError(`state folder ${folder} cannot be written: ${messageOf(error)}`);
    }
    try {
      return new FileStateStore(join(folder, FILE), await lockFolder(folder, LOCK));
    } catch (error) {
      throw new StartError(`the state is not free: ${messageOf(error)}`, { cause: error });
    }
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
    await this.unlock();
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

const codeOf = (error: unknown): unknown => (error as NodeJS.ErrnoException | null)?.code;
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
