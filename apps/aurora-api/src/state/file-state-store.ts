import { constants } from 'node:fs';
import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lockFolder } from '@aurora/events/node';
import { StartError } from '../start-error';
import { parseState } from './parse-state';
import { type PersistedState } from './persisted-state';
import { makeOwnFolder } from './own-folder';
import { StateText } from './state-text';
import { type StateStore } from './state-store';
import { writeWhole } from './write-whole';

const FILE = 'aurora_state.json';
const LOCK = 'aurora_state.lock';

/** The state in one JSON file of the state folder, replaced whole. */
export class FileStateStore implements StateStore {
  private readonly text = new StateText();

  private constructor(
    private readonly file: string,
    private readonly unlock: () => Promise<void>,
  ) {}

  /** Takes the folder for this process, since two gates on one state would each undo what the other kept. Throws a `StartError` when another live process holds it or it cannot be written. */
  static async open(folder: string): Promise<FileStateStore> {
    try {
      await makeOwnFolder(folder);
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
    try {
      return parseState(text);
    } catch (error) {
      throw this.unusable(messageOf(error));
    }
  }

  save(state: PersistedState): Promise<void> {
    return writeWhole(this.file, this.text.of(state));
  }

  close(): Promise<void> {
    return this.unlock();
  }

  private unusable(why: string): StartError {
    return new StartError(
      `state file ${this.file} cannot be used: ${why}. Restore it, or move it away to start without the halt, positions and reservations it may hold.`,
    );
  }
}

const codeOf = (error: unknown): unknown => (error as NodeJS.ErrnoException | null)?.code;
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
