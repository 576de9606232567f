import { percentText, spanText } from '../cli/time-text';
import type { GateStatus } from './gate-status';

/** Something that is wrong with a gate, and what to do next. */
export interface Concern {
  readonly code: string;
  readonly what: string;
  readonly next: string;
}

type Seen = Omit<GateStatus, 'up' | 'fine' | 'concerns'>;
type Rule = (seen: Seen) => Concern | null;

/** The limits of the alert rules in configs/observability. */
const MOST_DENIED = 0.35;
const LEAST_DECISIONS = 20;
const MOST_P99_MS = 50;
const MOST_QUEUED = 1000;
const MOST_CLOCK_OFFSET_S = 1;

const concern = (is: boolean, code: string, what: string, next: string): Concern | null =>
  is ? { code, what, next } : null;

/** What stops everything comes first. */
const RULES: readonly Rule[] = [
  ({ armed }) =>
    concern(
      !armed,
      'disarmed',
      'the gate is disarmed and allows nothing, exits neither',
      '`auroractl arm`, once you know who disarmed it and why: `auroractl events tail --code AURORA.ARM_STATE`',
    ),
  ({ trading_state: state }) =>
    concern(
      state === 'HALTED',
      'trading_halted',
      'an operator halted trading: nothing passes, exits neither',
      '`auroractl state reducing` lets positions be closed, `auroractl state active` lets everything pass',
    ),
  ({ health_state: state }) =>
    concern(
      state === 'halt',
      'halted',
      'the health guard halted the gate: latency came back too often, nothing passes',
      'find why latency was high (docs/guards/health.md), then `auroractl reset`',
    ),
  ({ guard }) =>
    concern(
      guard?.kill_switch_left_ms != null,
      'kill_switch',
      `the kill-switch denies every order for ${spanText(guard?.kill_switch_left_ms ?? 0)} more: the venue rejected too many`,
      '`auroractl events tail --code ORDER.REJECT` says why; `auroractl reset` lifts it early, once the venue takes orders again',
    ),
  ({ event_log: { readiness } }) =>
    concern(
      readiness?.event_log_ok === false,
      'event_log',
      'the event log cannot be written; a live gate denies everything',
      'is there room on the disk, and may the gate write to its session folder? It goes on by itself when it can',
    ),
  ({ event_log: { readiness } }) =>
    concern(
      readiness?.state_store_ok === false,
      'state_store',
      'the state cannot be stored: a restart would forget what was last changed',
      'is there room on the disk, and may the gate write to its state folder? Do not restart it before',
    ),
  ({ health, event_log: { readiness } }) =>
    concern(
      health !== 'healthy' && readiness === null,
      'degraded',
      `the gate says it is ${health}: its log or its state cannot be written`,
      'set OPS_TOKEN to see which; is there room on the disk?',
    ),
  ({ health_state: state, guard }) =>
    concern(
      state === 'cool_off',
      'cool_off',
      `the gate is cooling off${guard?.cooloff_left_ms == null ? '' : ` for ${spanText(guard.cooloff_left_ms)} more`}: no openings, exits pass`,
      'wait, or `auroractl reset` when latency is well again',
    ),
  ({ trading_state: state }) =>
    concern(
      state === 'REDUCING',
      'trading_reducing',
      'an operator lets positions only become smaller',
      '`auroractl state active` lets openings pass again',
    ),
  ({ risk }) =>
    concern(
      risk?.size_scale === 0,
      'size_scale_zero',
      'the size scale is 0: no opening passes',
      '`auroractl risk set --size-scale 1`',
    ),
  ({ decisions_15m: decided }) =>
    concern(
      decided?.denials.some(({ reason }) => reason === 'guard_error') === true,
      'guard_error',
      'a guard fails inside, and orders are denied for it: a fault of the software',
      '`auroractl events tail --code HEALTH.ERROR` names it; go back to the version before',
    ),
  ({ decisions_15m: decided }) => {
    const { decisions = 0, deny_rate: rate = null, denials: [most] = [] } = decided ?? {};
    return concern(
      decisions >= LEAST_DECISIONS && (rate ?? 0) > MOST_DENIED,
      'deny_rate',
      `${percentText(rate ?? 0)} of the last ${decisions} decisions were denied, most by ${most?.guard ?? 'the gate'} (${most?.reason})`,
      `docs/reasons.md says what ${most?.reason} means; \`auroractl events tail --code POLICY.DECISION\` shows the orders`,
    );
  },
  ({ latency_p99_ms: p99 }) =>
    concern(
      (p99 ?? 0) > MOST_P99_MS,
      'latency',
      `the gate itself takes ${p99?.toFixed(0)} ms for a decision at the 99th percentile`,
      'look at the processors and the disk of its machine; clients give up after 200 ms',
    ),
  ({ event_log: { queue_depth: waiting } }) =>
    concern(
      (waiting ?? 0) > MOST_QUEUED,
      'event_queue',
      `${waiting} lines wait to be written to the log`,
      'the disk is too slow for the load; look at what else writes to it',
    ),
  ({ neutral_symbols: symbols }) =>
    concern(
      symbols.length > 0,
      'model_neutral',
      `the model says 0.5 and nothing else for ${symbols.join(', ')}`,
      'is the right artifact loaded, and does the score move? docs/learning.md',
    ),
  ({ clock_offset_s: offset }) =>
    concern(
      Math.abs(offset ?? 0) > MOST_CLOCK_OFFSET_S,
      'clock',
      `the wall clock is ${offset?.toFixed(1)} s off the gate's own time`,
      'see to the time service of its machine; the gate takes over the wall clock at its next start',
    ),
];

/** Everything that is wrong, the worst first. */
export const concernsOf = (seen: Seen): readonly Concern[] =>
  RULES.map((rule) => rule(seen)).filter((found) => found !== null);
