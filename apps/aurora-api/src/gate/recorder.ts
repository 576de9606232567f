import {
  apiOrderToDenied,
  posttradeToFailed,
  posttradeToSuccess,
  type ParsedPosttrade,
  type PretradeCheckAnswer,
  type PretradeCheckRequest,
} from '@aurora/contracts';
import { type PendingEvent } from '@aurora/engine';
import { type WriteDone } from '@aurora/events/node';
import { type Ms } from '@aurora/kernel';
import { NOT_STORED } from '../http/refusal';
import { Refused } from '../http/refused';
import { type GateRuntime } from './gate-runtime';

const isoOf = (nowMs: Ms): string => new Date(nowMs).toISOString();

/** Puts what happened into the log, the orders files and the stored state, and tells when it is there. */
export class Recorder {
  constructor(private readonly runtime: GateRuntime) {}

  /** Emits in order; the last one's fate is told, since the log keeps the order of its lines. */
  emitAll(events: readonly PendingEvent[], done: WriteDone): void {
    const { log } = this.runtime;
    const last = events.length - 1;
    if (last < 0) {
      done(null);
      return;
    }
    for (let i = 0; i < last; i++) log.emit(events[i]!.code, events[i]!.details, events[i]!.fields);
    const { code, details, fields } = events[last]!;
    log.emitThen(code, details, fields, done);
  }

  /** Emits; resolves when the events are on record as configured, or will be: an operator is never held up by a full disk. */
  emitted(events: readonly PendingEvent[]): Promise<void> {
    return new Promise((resolve) => this.emitAll(events, () => resolve()));
  }

  /** Puts a change that is in force on record and into the stored state. Rejects with a `Refused` when it cannot be stored. */
  async keep(events: readonly PendingEvent[]): Promise<void> {
    const recorded = this.emitted(events);
    try {
      await this.runtime.keeper.save();
    } catch {
      // The keeper has said why.
      throw new Refused(NOT_STORED);
    }
    await recorded;
  }

  /** A stop that began must outlive the process, and only the stored state knows it for certain: the samples that led to it are not kept. */
  storeStop(done: WriteDone): void {
    // A failure is said by the keeper, and the order is denied all the same.
    this.runtime.keeper.save().then(
      () => done(null),
      () => done(null),
    );
  }

  writeDenied({ order }: PretradeCheckRequest, answer: PretradeCheckAnswer, nowMs: Ms, done?: WriteDone): void {
    this.runtime.log.writeOrder('denied', apiOrderToDenied(order, answer, isoOf(nowMs)), done);
  }

  /** Writes a report whole, and as the record of what it is. `done` is called twice. */
  writeOutcome(
    { body, enriched }: ParsedPosttrade,
    kind: 'failed' | 'success' | 'other',
    nowMs: Ms,
    done: WriteDone,
  ): void {
    const { log } = this.runtime;
    const tsIso = isoOf(nowMs);
    log.writeOrder('orders', { ...body, ts_server: tsIso }, done);
    if (kind === 'success') log.writeOrder('success', posttradeToSuccess(enriched, tsIso), done);
    else if (kind === 'failed') log.writeOrder('failed', posttradeToFailed(enriched, tsIso), done);
    else done(null);
  }
}
