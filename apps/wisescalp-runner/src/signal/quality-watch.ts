import type { EventCode } from '@aurora/events';
import type { Emit } from '../events/emit';
import type { DataQuality } from './signal';

const CODES: readonly (readonly [keyof DataQuality, EventCode])[] = [
  ['staleBook', 'DQ_EVENT.STALE_BOOK'],
  ['crossedBook', 'DQ_EVENT.CROSSED_BOOK'],
  ['abnormalSpread', 'DQ_EVENT.ABNORMAL_SPREAD'],
  ['cyclicSequence', 'DQ_EVENT.CYCLIC_SEQUENCE'],
];

/** Says once when a fault of a symbol's feed begins. */
export class QualityWatch {
  private readonly before = new Map<keyof DataQuality, boolean>();

  constructor(
    private readonly symbol: string,
    private readonly emit: Emit,
  ) {}

  observe(quality: DataQuality, details: object): void {
    for (const [fault, code] of CODES) {
      if (quality[fault] && !this.before.get(fault)) this.emit(code, details, { symbol: this.symbol });
      this.before.set(fault, quality[fault]);
    }
  }
}
