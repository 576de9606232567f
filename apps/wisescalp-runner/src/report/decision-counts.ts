import type { PosttradeRequest } from '@aurora/contracts';
import { Injectable } from '@nestjs/common';
import type { GateAnswer } from '../policy/gate-answer';
import type { WantedOrder } from '../policy/pretrade-request';
import type { Signal } from '../signal/signal';

const LAST = 8;

/** One decision as the screen shows it. */
export interface DecisionLine {
  readonly symbol: string;
  readonly side: string;
  readonly kind: 'open' | 'exit';
  readonly score: number;
  readonly p: number;
  readonly allow: boolean;
  readonly reason: string;
  readonly qty: number;
  readonly max_qty: number;
  readonly decision_id: string | null;
}

/** A reason code without the numbers in it, so that there are few: `spread_bps_too_wide:81.2` is one with `:95.0`. */
export const reasonCode = (reason: string): string => reason.replace(/:[^A-Za-z_]*$/, '').replace(/:.*=.*$/, '');

/** Counts what the gate answered and what became of it. */
@Injectable()
export class DecisionCounts {
  readonly allowed = { open: 0, exit: 0 };
  readonly denied = new Map<string, number>();
  /** Questions without an answer; none of them became an order. */
  unanswered = 0;
  /** Outcomes that could not be reported. */
  unreported = 0;
  fills = 0;
  unfilled = 0;
  private lines: DecisionLine[] = [];
  private total = 0;

  get decisions(): number {
    return this.total;
  }

  /** The last few decisions, oldest first. */
  get last(): readonly DecisionLine[] {
    return this.lines;
  }

  add(signal: Signal, order: WantedOrder, answer: GateAnswer | undefined): void {
    const kind = order.reduceOnly ? 'exit' : 'open';
    if (answer === undefined) this.unanswered++;
    else {
      this.total++;
      const code = reasonCode(answer.reason);
      if (answer.allow) this.allowed[kind]++;
      else this.denied.set(code, (this.denied.get(code) ?? 0) + 1);
    }
    this.lines = [
      ...this.lines.slice(1 - LAST),
      {
        symbol: order.symbol,
        side: order.side,
        kind,
        score: round(signal.score),
        p: round(signal.p),
        allow: answer?.allow ?? false,
        reason: answer?.reason ?? 'no_answer',
        qty: order.qty,
        max_qty: answer?.maxQty ?? 0,
        decision_id: answer?.decisionId ?? null,
      },
    ];
  }

  countFill(outcome: PosttradeRequest): void {
    if (outcome.status === 'filled') this.fills++;
    else this.unfilled++;
  }
}

const round = (value: number): number => Math.round(value * 1e4) / 1e4;
