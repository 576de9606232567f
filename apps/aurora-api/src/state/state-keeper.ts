import { type Ms } from '@aurora/kernel';
import { type PersistedState } from './persisted-state';
import { type StateStore } from './state-store';

/** A state that took long to write waits that many times as long until the next. */
const REST_FACTOR = 20;

/**
 * Keeps the stored state at most `flushMs` behind while it changes. What the log already has on record is recovered
 * from there, so a large state may be written less often without losing anything.
 */
export class StateKeeper {
  private timer: NodeJS.Timeout | null = null;
  private restMs: Ms = 0;
  private failure: Error | null = null;
  private closed = false;
  /** The save under way, or the last one. */
  private last: Promise<unknown> = Promise.resolve();
  /** The one that follows it; it takes the state when it begins, so everyone who asks before can wait for it. */
  private next: Promise<void> | null = null;

  constructor(
    private readonly store: StateStore,
    private readonly flushMs: Ms,
    private readonly current: () => PersistedState,
    private readonly onFailure: (error: Error | null) => void,
  ) {}

  /** The last save worked. */
  get ok(): boolean {
    return this.failure === null;
  }

  /** Something changed; it will be saved soon. */
  changed(): void {
    if (this.timer !== null || this.closed) return;
    this.timer = setTimeout(
      () => {
        this.timer = null;
        // `save` itself reports a failure and sees to the next try.
        this.save().catch(() => undefined);
      },
      Math.max(this.flushMs, this.restMs),
    );
    this.timer.unref();
  }

  /** Saves what there is now; resolves when it is on disk, rejects when it could not be written, which is then tried again until it can. */
  save(): Promise<void> {
    if (this.next !== null) return this.next;
    const saved = this.last.then(() => {
      this.next = null;
      return this.write();
    });
    this.next = saved;
    // A failed save is its callers' to hear of; the next one must not inherit it.
    this.last = saved.catch(() => undefined);
    return saved;
  }

  async close(): Promise<void> {
    this.closed = true;
    if (this.timer !== null) clearTimeout(this.timer);
    try {
      await this.save();
    } finally {
      await this.store.close();
    }
  }

  private async write(): Promise<void> {
    const startedMs = performance.now();
    try {
      await this.store.save(this.current());
      this.report(null);
    } catch (error) {
      this.report(error as Error);
      this.changed();
      throw error;
    } finally {
      this.restMs = (performance.now() - startedMs) * REST_FACTOR;
    }
  }

  private report(error: Error | null): void {
    const changed = (error === null) !== (this.failure === null);
    this.failure = error;
    if (changed) this.onFailure(error);
  }
}
