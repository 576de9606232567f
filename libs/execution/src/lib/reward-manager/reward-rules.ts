import { bpsToFraction, secToMs, type Bps, type Ms } from '@aurora/kernel';
import type { RewardConfig } from '../expected-net-reward/reward-config';
import type { RewardAction, RewardExitReason, RewardView } from './reward-action';
import type { RewardPosition, StopKind } from './reward-position';
import type { TakeProfitLevel } from './take-profit-ladder';
import { toTick } from './to-tick';

interface Held {
  readonly position: RewardPosition;
  readonly config: RewardConfig;
  readonly nowMs: Ms;
}

interface Situation extends Held {
  readonly ladder: readonly TakeProfitLevel[];
  readonly view: RewardView;
  /** +1 for a long position, −1 for a short one. */
  readonly sign: 1 | -1;
  /** Price at which the position could be closed now. */
  readonly mark: number;
}

type Rule = (situation: Situation) => RewardAction | undefined;

/** Closes when the time to live has passed. */
export function outOfTime({ position, config, nowMs }: Held): RewardAction | undefined {
  // Not "at least": a time that is no number must close too.
  return nowMs - position.openedMs < secToMs(config.ttlS) ? undefined : exit('timeout');
}

const stopHit: Rule = ({ position, sign, mark }) =>
  sign * (mark - position.stopPrice) <= 0 ? exit('stop', position.stopKind) : undefined;

const targetReached: Rule = ({ position, sign, mark }) =>
  position.targetPrice !== null && sign * (mark - position.targetPrice) >= 0 ? exit('target') : undefined;

const maxR: Rule = (held) =>
  held.config.maxR > 0 && gained(held, held.mark, held.config.maxR) ? exit('max_r') : undefined;

const noProgress: Rule = (held) => {
  const { noProgressS, noProgressR } = held.config;
  const { openedMs, bestPrice } = held.position;
  if (noProgressS === 0 || held.nowMs - openedMs < secToMs(noProgressS)) return undefined;
  return gained(held, bestPrice, noProgressR) ? undefined : exit('no_progress');
};

const takeProfit: Rule = (held) => {
  const { levelsTaken, openedQty, qty } = held.position;
  const next = held.ladder[levelsTaken];
  if (next === undefined || !gained(held, held.mark, next.r)) return undefined;
  const { fraction: qtyFraction } = next;
  return { kind: 'reduce', level: levelsTaken + 1, qtyFraction, qty: Math.min(qty, qtyFraction * openedQty) };
};

const breakeven: Rule = (held) => {
  const { breakevenAfterR, breakevenBufferBps } = held.config;
  const { bestPrice, entryPrice } = held.position;
  const { feesBps } = held.view;
  if (breakevenAfterR === 0 || feesBps === null || !gained(held, bestPrice, breakevenAfterR)) return undefined;
  return moveStop(held, 'breakeven', entryPrice + held.sign * priceOf(held, feesBps + breakevenBufferBps));
};

const trail: Rule = (held) => {
  const { trailAtrMult, trailAfterR } = held.config;
  const { bestPrice } = held.position;
  const { atrBps } = held.view;
  if (trailAtrMult === 0 || atrBps === null || !(atrBps > 0) || !gained(held, bestPrice, trailAfterR)) return undefined;
  return moveStop(held, 'trail', bestPrice - held.sign * priceOf(held, trailAtrMult * atrBps));
};

const scaleIn: Rule = (held) => {
  const { scaleInAfterR, scaleInFraction: qtyFraction, scaleInMax } = held.config;
  const { scaleIns, stopPrice, entryPrice, openedQty } = held.position;
  const count = scaleIns + 1;
  const isProtected = held.sign * (stopPrice - entryPrice) >= 0;
  if (scaleInAfterR === 0 || count > scaleInMax || !isProtected) return undefined;
  if (!gained(held, held.mark, count * scaleInAfterR)) return undefined;
  return { kind: 'scale_in', count, qtyFraction, qty: qtyFraction * openedQty };
};

const RULES: readonly Rule[] = [
  stopHit,
  targetReached,
  maxR,
  outOfTime,
  noProgress,
  takeProfit,
  breakeven,
  trail,
  scaleIn,
];

/** What the first rule that applies wants. */
export function firstRule(situation: Situation): RewardAction | undefined {
  for (const rule of RULES) {
    const action = rule(situation);
    if (action !== undefined) return action;
  }
  return undefined;
}

const exit = (reason: RewardExitReason, stopKind: StopKind | null = null): RewardAction => ({
  kind: 'exit',
  reason,
  stopKind,
});

/** Whether a price is at least `r` risks better than entry. */
const gained = ({ position, sign }: Situation, price: number, r: number): boolean =>
  sign * (price - toTick(position.entryPrice + sign * r * position.riskPrice)) >= 0;

const priceOf = ({ position }: Situation, bps: Bps): number => position.entryPrice * bpsToFraction(bps);

/** Only ever tighter, by a step worth it, and never onto the market, where it would close at once. */
function moveStop(held: Situation, why: 'breakeven' | 'trail', wanted: number): RewardAction | undefined {
  const stopPrice = toTick(wanted);
  const { position, sign, config } = held;
  const leastWanted = toTick(position.stopPrice + sign * priceOf(held, config.stopStepBps));
  const isTighter = sign * (stopPrice - position.stopPrice) > 0 && sign * (stopPrice - leastWanted) >= 0;
  if (!isTighter) return undefined;
  return sign * (held.mark - stopPrice) > 0 ? { kind: 'move_stop', why, stopPrice } : undefined;
}
