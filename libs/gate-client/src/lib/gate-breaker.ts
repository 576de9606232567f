import type { Ms } from '@aurora/kernel';
import { circuitBreaker, CircuitState, ConsecutiveBreaker, handleWhenResult } from 'cockatiel';
import type { BreakerOptions } from './gate-options';
import type { Reply } from './reply';

export type BreakerState = 'closed' | 'open' | 'half_open';

const DEFAULTS = { failures: 3, openMs: 1000 };

/**
 * Keeps a gate that is not there from costing every question its timeout: after `failures` unanswered ones in a row
 * nothing is sent for `openMs`; then one question tries, while the others go on being turned away at once, and its
 * answer closes the breaker. Refusals are answers. Throws a `RangeError` unless both options are positive.
 */
export class GateBreaker {
  private openedMs: Ms = -Infinity;
  private readonly openMs: Ms;
  private readonly policy;

  constructor(
    { failures = DEFAULTS.failures, openMs = DEFAULTS.openMs }: BreakerOptions,
    private readonly nowMs: () => Ms,
  ) {
    if (!Number.isInteger(failures) || failures < 1)
      throw new RangeError(`breaker.failures must be a positive integer`);
    if (!(openMs > 0)) throw new RangeError(`breaker.openMs must be positive`);
    this.openMs = openMs;
    this.policy = circuitBreaker(handleWhenResult(isLost), {
      breaker: new ConsecutiveBreaker(failures),
      // The policy measures with the wall clock: set back by an hour, it would stay open for one. The pause is measured here.
      halfOpenAfter: -Infinity,
    });
    this.policy.onBreak(() => (this.openedMs = this.nowMs()));
  }

  get state(): BreakerState {
    return NAMES[this.policy.state];
  }

  /** @returns `undefined` when nothing is asked now. */
  run<T extends Reply>(ask: () => Promise<T>): Promise<T> | undefined {
    const { state } = this.policy;
    const pausing = state === CircuitState.Open && this.nowMs() - this.openedMs < this.openMs;
    return pausing || state === CircuitState.HalfOpen ? undefined : this.policy.execute(ask);
  }
}

const NAMES: Readonly<Record<CircuitState, BreakerState>> = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.Open]: 'open',
  [CircuitState.HalfOpen]: 'half_open',
  [CircuitState.Isolated]: 'open',
};

/** A status, whatever it says, came quickly; silence and a dead connection are what costs. */
const isLost = (reply: unknown): boolean => {
  const one = reply as Reply;
  return 'kind' in one && one.away && one.kind !== 'bad_status';
};
