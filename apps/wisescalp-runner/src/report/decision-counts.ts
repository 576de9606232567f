import type { GateVerdict } from '@aurora/gate-client';
import { Injectable } from '@nestjs/common';
import type { WantedOrder } from '../orders/wanted-order';
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

/** Counts the verdicts that orders got. */
@Injectable()
export class DecisionCounts {
  readonly allowed = { open: 0, exit: 0 };
  /** By reason code, failures of the gate included. */
  readonly denied = new Map<string, number>();
  /** By who gave the verdict. */
  readonly sources = new Map<GateVerdict['source'], number>();
  /** Signals by what the expected net reward said of them. */
  readonly reward = { allow: 0, deny: 0 };
  /** Signals of the child by what the parent gate said of them. */
  readonly parent = { allow: 0, deny: 0 };
  private lines: DecisionLine[] = [];
  private total = 0;

  get decisions(): number {
    return this.total;
  }

  /** The last few decisions, oldest first. */
  get last(): readonly DecisionLine[] {
    return this.lines;
  }

  add(signal: Signal, order: WantedOrder, { allow, reason, maxQty, decisionId, source }: GateVerdict): void {
    const kind = order.reduceOnly ? 'exit' : 'open';
    this.total++;
    this.sources.set(source, (this.sources.get(source) ?? 0) + 1);
    const code = reasonCode(reason);
    if (allow) this.allowed[kind]++;
    else this.denied.set(code, (this.denied.get(code) ?? 0) + 1);
    const { symbol, side, qty } = order;
    const [score, p] = [round(signal.score), round(signal.p)];
    const line = {
      symbol,
      side,
      kind,
      score,
      p,
      allow,
      reason,
      qty,
      max_qty: maxQty,
      decision_id: decisionId,
    } as const;
    this.lines = [...this.lines.slice(1 - LAST), line];
  }
}

const round = (value: number): number => Math.round(value * 1e4) / 1e4;
