import { callAll } from './call-all.node';
import { openCuttable, type CuttableFile } from './cuttable-file.node';
import { FlushWaiters } from './flush-waiters';
import { type JsonlWriterOptions, type WriterCounters, type WriterState } from './jsonl-writer-options';
import { LineQueue, type Batch } from './line-queue';
import { LineTally, type DropReason } from './line-tally';
import { RetryTimer } from './retry-timer.node';
import { Rotation } from './rotation.node';
import { recoverTail, type TailRecovery } from './tail-recovery.node';
import { WriteFailed, type WriteDone } from './write-failed';

const ROTATION_RETRY_MS = 60_000;

/**
 * Appends lines to one file, in order, in batches, without blocking the event loop; rotates it between batches.
 *
 * One write is under way at a time; what is appended meanwhile goes into the next, and what is appended within one turn of the event
 * loop shares a write. After a failed write or sync the file is cut back to its last durable line, the lines keep their order at the
 * front of the queue, and it is tried again with growing pauses.
 */
export class JsonlWriter {
  private readonly queue = new LineQueue();
  private writing: Batch | null = null;
  /** Written but not yet durable, in order. */
  private pending: Batch[] = [];
  /** How many of `pending` the sync under way covers. */
  private syncing = 0;
  private scheduled = false;
  private rotating = false;
  private rotateNotBeforeMs = -Infinity;
  private closed = false;

  /** Set from a failure until the next try. */
  private failure: Error | null = null;
  private failingSinceMs: number | null = null;
  private readonly retry: RetryTimer;

  private readonly tally = new LineTally();
  private readonly flushes = new FlushWaiters();

  private constructor(
    private readonly options: JsonlWriterOptions,
    private readonly rotation: Rotation,
    private file: CuttableFile | null,
  ) {
    this.retry = new RetryTimer(options.retryMs ?? 250, options.afterMs);
  }

  /** Opens the file, first cutting off what a crash left of a last line. Rejects when the file cannot be opened. */
  static async open(options: JsonlWriterOptions): Promise<{ writer: JsonlWriter; recovery: TailRecovery }> {
    const recovery = await recoverTail(options.path);
    const { path, nowMs, afterMs } = options;
    const report = (error: Error): void => options.onHousekeepingError?.(error);
    const rotation = await Rotation.open(path, options.rotation, nowMs, report, afterMs);
    return { writer: new JsonlWriter(options, rotation, await openCuttable(options)), recovery };
  }

  get state(): WriterState {
    return this.failingSinceMs === null ? 'ok' : 'failing';
  }

  /** Lines accepted and not yet durable. */
  get depth(): number {
    return this.tally.waiting;
  }

  /** How many more lines may wait before one is dropped. */
  get room(): number {
    return this.closed ? 0 : Math.max(0, this.options.queueMax - this.tally.waiting);
  }

  counters(): WriterCounters {
    const { written, bytes, dropped } = this.tally;
    return { written, bytes, dropped: { ...dropped }, failingSinceMs: this.failingSinceMs };
  }

  /**
   * Queues one line, given without its newline. `done(null)` is called when it is durable: `os` after the operating system took it,
   * `disk` after a sync that covers it, `async` at once. `done(error)` means that it is not durable now; `error.kept` says whether it
   * waits in its place (the write failed, or writing was failing already) or was dropped (queue full, writer closed). It is called
   * once, so nobody is told when a kept line is written later; `onState` tells that writing works again.
   */
  append(line: string, done?: WriteDone): void {
    if (this.closed) return this.drop('closed', done);
    if (this.tally.waiting >= this.options.queueMax) return this.drop('queue_full', done);
    this.tally.accepted++;
    if (this.options.durability === 'async') {
      this.queue.push(line, undefined);
      done?.(null);
    } else if (this.failingSinceMs !== null) {
      this.queue.push(line, undefined);
      if (done) queueMicrotask(() => done(this.refusal()));
    } else this.queue.push(line, done);
    if (!this.scheduled && this.writing === null) {
      this.scheduled = true;
      setImmediate(this.onTurn);
    }
  }

  /** Resolves when every line accepted so far is durable; rejects when writing fails before that, or fails again. */
  flush(): Promise<void> {
    return this.tally.waiting === 0 ? Promise.resolve() : this.flushes.waitFor(this.tally.accepted);
  }

  /**
   * Writes what waits, ends background work and closes the file; lines appended from now on are dropped. While writing fails it is
   * tried once more; what still cannot be written is dropped and counted, and the promise rejects saying how many lines.
   */
  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    // The first try may only be the end of a failure under way.
    const failure = (await this.tryToFlush()) && (await this.tryToFlush());
    this.retry.cancel();
    const lost = this.queue.size;
    this.queue.clear();
    this.tally.lost(lost);
    await this.rotation.finish();
    await this.file?.close();
    this.file = null;
    if (lost > 0) throw new Error(`${lost} lines could not be written to ${this.options.path}`, { cause: failure });
  }

  private tryToFlush(): Promise<Error | void> {
    this.retry.runNow();
    return this.flush().catch((error: Error) => error);
  }

  private readonly onTurn = (): void => {
    this.scheduled = false;
    this.pump();
  };

  /** Starts the next write if nothing stands against it. */
  private pump(): void {
    const { file } = this;
    if (file === null || this.writing || this.rotating || this.failure || this.queue.size === 0) return;
    const nowMs = this.options.nowMs();
    const mayRotate = nowMs >= this.rotateNotBeforeMs;
    if (mayRotate && this.rotation.isDue(file.size, this.queue.nextUnits, nowMs)) {
      // A sync under way comes back here.
      if (this.pending.length === 0) void this.rotate(file);
      return;
    }
    const batch = this.queue.take(mayRotate ? this.rotation.maxBytes - file.size : Infinity);
    this.writing = batch;
    file.writeAll(batch.buffer, batch.bytes, (error) => {
      this.writing = null;
      this.pending.push(batch);
      if (error !== null) return this.fail(error);
      if (this.failure !== null) return this.retreat();
      if (this.options.durability === 'disk') this.sync(file);
      else this.settle(file, 1);
      this.pump();
    });
  }

  private sync(file: CuttableFile): void {
    if (this.syncing > 0 || this.pending.length === 0) return;
    this.syncing = this.pending.length;
    file.datasync((error) => {
      const covered = this.syncing;
      this.syncing = 0;
      if (error !== null) return this.fail(error);
      this.settle(file, covered);
      if (this.failure !== null) return this.retreat();
      this.sync(file);
      this.pump();
    });
  }

  /** The first batches of `pending` are durable. */
  private settle(file: CuttableFile, count: number): void {
    const batches = this.pending.splice(0, count);
    for (const batch of batches) this.tally.wrote(batch);
    file.settle(batches);
    if (this.failure === null && this.failingSinceMs !== null) {
      this.failingSinceMs = null;
      this.retry.reset();
      this.options.onState?.('ok', null);
    }
    for (const { dones } of batches) callAll(dones, null);
    this.flushes.reached(this.tally.written);
  }

  private fail(error: Error): void {
    const isNew = this.failingSinceMs === null;
    this.failure ??= error;
    this.failingSinceMs ??= this.options.nowMs();
    this.retreat();
    if (isNew) this.options.onState?.('failing', error);
  }

  /** Everything not durable goes back into the queue, in order, and out of the file; later it is tried again. */
  private retreat(): void {
    // The one under way comes back here.
    if (this.writing || this.syncing > 0) return;
    callAll(this.queue.putBack(this.pending.splice(0)), this.refusal());
    this.file?.retreat();
    this.cutBack(() => this.retryLater());
  }

  private cutBack(done: (error: Error | null) => void): void {
    if (this.file === null) done(null);
    else this.file.cutBack(done);
  }

  private retryLater(): void {
    this.flushes.failed(this.failure!);
    this.retry.schedule(() =>
      this.cutBack((error) => {
        if (error !== null) return this.retryLater();
        this.failure = null;
        if (this.file === null) void this.openLive();
        else this.pump();
      }),
    );
  }

  private async rotate(file: CuttableFile): Promise<void> {
    this.rotating = true;
    try {
      await this.rotation.setAside();
    } catch (error) {
      // Growing beyond the limit is better than not writing.
      this.rotateNotBeforeMs = this.options.nowMs() + ROTATION_RETRY_MS;
      this.rotating = false;
      this.options.onHousekeepingError?.(error as Error);
      return this.pump();
    }
    this.file = null;
    file.close().catch((error: Error) => this.options.onHousekeepingError?.(error));
    await this.openLive();
  }

  private async openLive(): Promise<void> {
    this.rotating = true;
    const opened = await openCuttable(this.options).catch((error: Error) => error);
    this.rotating = false;
    if (opened instanceof Error) return this.fail(opened);
    this.file = opened;
    this.pump();
  }

  private refusal(): WriteFailed {
    return new WriteFailed('the log cannot be written', true, this.failure);
  }

  private drop(why: DropReason, done: WriteDone | undefined): void {
    this.tally.dropped[why]++;
    if (done) queueMicrotask(() => done(new WriteFailed(`the line was dropped: ${why}`, false, this.failure)));
  }
}
