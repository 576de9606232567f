import { type PersistedState } from './persisted-state';

/** Where the state that survives a restart lives. One file by default. Checking a cap and reserving under it is one call
 * of the engine (`ExposureLedger.tryReserve`), not of the store: instances that share a store do not share their caps. */
export interface StateStore {
  /** What an earlier run left; `null` on the first start. Throws when what is there cannot be trusted. */
  load(): Promise<PersistedState | null>;
  /**
   * Keeps the state as it is at the call; resolves when it would survive a crash of the machine. A failed save leaves
   * the one before in place. One call at a time.
   */
  save(state: PersistedState): Promise<void>;
  /** Gives the store back to the next instance. */
  close(): Promise<void>;
}
