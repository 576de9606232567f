import { join } from 'node:path';
import { type TsNs } from '@aurora/kernel';
import { isEventCode, type EventCode } from '../codes/event-codes';
import { lastEventTsNs } from '../reading/read-events-since.node';
import { detailsToJson } from '../record/details-to-json';
import { type EventFields } from '../record/event-record';
import { RawJson } from '../record/raw-json';
import { assembleLine } from '../record/serialise-record';
import { EventSampler, HELD_BACK } from '../sampling/event-sampler';
import { type WriterState } from '../writer/jsonl-writer-options';
import { type DropReason } from '../writer/line-tally';
import { type WriteDone } from '../writer/write-failed';
import { lockFolder } from './folder-lock.node';
import { openSessionFiles, type SessionFiles } from './session-files.node';
import {
  EVENT_FILE_NAME,
  LOCK_FILE_NAME,
  type EventListener,
  type OrderFileRecords,
  type SessionLogOptions,
  type SessionRecovery,
} from './session-log-options';

const NO_FIELDS: EventFields = {};

/** The event log and the orders files of one session folder; the only writer of that folder. */
export class SessionLog {
  private readonly runIdJson: string;
  private readonly countByCode = new Map<EventCode, number>();
  private readonly listeners = new Set<EventListener>();
  private heldBack = 0;

  private constructor(
    private readonly options: SessionLogOptions,
    private readonly sampler: EventSampler,
    private readonly files: SessionFiles,
    private readonly unlock: () => Promise<void>,
    private lastTsNs: TsNs | null,
  ) {
    this.runIdJson = JSON.stringify(options.runId);
  }

  /**
   * Opens every file of the folder, first cutting off what a crash left of last lines. Rejects when a file cannot be opened, another
   * process writes the folder, or a sampling entry is malformed.
   */
  static async open(options: SessionLogOptions): Promise<{ log: SessionLog; recovery: SessionRecovery }> {
    const sampler = new EventSampler(options.logging.sampling);
    const unlock = await lockFolder(options.dir, LOCK_FILE_NAME);
    try {
      const { files, recovery } = await openSessionFiles(options);
      const lastTsNs = await lastEventTsNs(join(options.dir, EVENT_FILE_NAME));
      return { log: new SessionLog(options, sampler, files, unlock, lastTsNs), recovery };
    } catch (error) {
      await unlock();
      throw error;
    }
  }

  /**
   * Writes one event and answers its time stamp: the clock's, or one nanosecond after the last event when the clock has not moved on.
   * Answers `null` when sampling or the limit of HEALTH events holds it back; the next one of its code then says `held_back` in its
   * details. Throws a `RangeError` for an unknown code and a `TypeError` for a number that is not finite; nothing is written then.
   */
  emit(code: EventCode, details: object, fields: EventFields = NO_FIELDS): TsNs | null {
    return this.write(code, details, fields, undefined);
  }

  /** Like `emit`; `done` is called once the event is durable as configured, or with why it is not (see `JsonlWriter.append`). */
  emitThen(code: EventCode, details: object, fields: EventFields, done: WriteDone): TsNs | null {
    return this.write(code, details, fields, done);
  }

  /** Appends a record to one of the orders files. Throws a `TypeError` for a number that is not finite. */
  writeOrder<File extends keyof OrderFileRecords>(file: File, record: OrderFileRecords[File], done?: WriteDone): void {
    this.files.orders[file].append(detailsToJson(record), done);
  }

  /** Calls a listener with every event from now on; answers how to stop it. A listener must not throw. */
  onEvent(listener: EventListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Time stamp of the last event in the file; `null` before the first. */
  get lastEventTsNs(): TsNs | null {
    return this.lastTsNs;
  }

  /** `failing` while any of the files cannot be written. */
  get state(): WriterState {
    return this.files.all.some((writer) => writer.state === 'failing') ? 'failing' : 'ok';
  }

  /** Lines accepted and not yet durable, of all files. */
  get queueDepth(): number {
    return this.files.all.reduce((sum, writer) => sum + writer.depth, 0);
  }

  /** Whether none of its files is about to drop lines: each takes so many more. */
  hasRoomFor(lines: number): boolean {
    return this.files.all.every((writer) => writer.room >= lines);
  }

  /** Events emitted by code, those held back not counted. */
  get emitted(): ReadonlyMap<EventCode, number> {
    return this.countByCode;
  }

  /** Lines of all files that will never be written, by why; `held_back` counts events left out on purpose. */
  dropped(): Record<DropReason | 'held_back', number> {
    const sum = { queue_full: 0, closed: 0, held_back: this.heldBack };
    for (const writer of this.files.all) {
      const { dropped } = writer.counters();
      sum.queue_full += dropped.queue_full;
      sum.closed += dropped.closed;
    }
    return sum;
  }

  /** Resolves when everything accepted so far is durable; rejects when writing fails. */
  async flush(): Promise<void> {
    await Promise.all(this.files.all.map((writer) => writer.flush()));
  }

  /** Writes what waits, closes every file and gives the folder free. Rejects when lines were lost, after closing all the same. */
  async close(): Promise<void> {
    const results = await Promise.allSettled(this.files.all.map((writer) => writer.close()));
    await this.unlock();
    const failures = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as Error] : []));
    if (failures.length > 0) throw new AggregateError(failures, failures.map(({ message }) => message).join('; '));
  }

  private write(code: EventCode, details: object, fields: EventFields, done: WriteDone | undefined): TsNs | null {
    if (!isEventCode(code)) throw new RangeError(`unknown event code: ${String(code)}`);
    const { clock } = this.options;
    const json = details instanceof RawJson ? details.text : detailsToJson(details);
    const held = this.sampler.admit(code, clock.nowMs());
    if (held === HELD_BACK) {
      this.heldBack++;
      if (done) queueMicrotask(() => done(null));
      return null;
    }
    const nowNs = clock.nowNs();
    const tsNs = this.lastTsNs === null || nowNs > this.lastTsNs ? nowNs : this.lastTsNs + 1n;
    const line = assembleLine(tsNs, this.runIdJson, code, held > 0 ? withHeldBack(json, held) : json, fields);
    this.lastTsNs = tsNs;
    this.countByCode.set(code, (this.countByCode.get(code) ?? 0) + 1);
    this.files.events.append(line, done);
    if (this.listeners.size > 0) for (const listener of this.listeners) listener(line, code, tsNs);
    return tsNs;
  }
}

const withHeldBack = (json: string, count: number): string =>
  json === '{}' ? `{"held_back":${count}}` : `{"held_back":${count},${json.slice(1)}`;
