import { type GuardStateAnswer } from '@aurora/contracts';
import { type GuardStateView } from '@aurora/engine';

/** The guard's state on the wire. */
export const guardStateAnswer = (view: GuardStateView): GuardStateAnswer => ({
  armed: view.armed,
  halted: view.halted,
  in_cooloff: view.inCooloff,
  cooloff_until_ms: view.inCooloff ? view.cooloffUntilMs : null,
  warns_5m: view.warns5m,
  p95_ms: view.p95,
  halt_until_ms: view.haltUntilMs,
  trading_state: view.tradingState,
});
