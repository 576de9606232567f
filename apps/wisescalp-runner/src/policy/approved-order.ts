import { floorToStep } from '@aurora/kernel';
import type { GateAnswer } from './gate-answer';
import type { WantedOrder } from './pretrade-request';

declare const approval: unique symbol;

/** An order the gate let through, at most as large as it allowed. Only `approve` makes one. */
export type ApprovedOrder = WantedOrder & { readonly decisionId: string; readonly [approval]: true };

/** The order cut to what was allowed, in whole lots; `undefined` when it was denied or nothing is left of it. */
export function approve(order: WantedOrder, answer: GateAnswer, lotStep: string): ApprovedOrder | undefined {
  if (!answer.allow) return undefined;
  const qty = floorToStep(Math.min(order.qty, answer.maxQty), lotStep).toNumber();
  return qty > 0 ? ({ ...order, qty, decisionId: answer.decisionId } as ApprovedOrder) : undefined;
}
