/** A program that writes events. */
export type EventSource = 'aurora-api' | 'wisescalp-runner' | 'tuner' | 'auroractl';

/** What an event code says of itself; documentation and sampling read it. */
export interface EventCodeNotes {
  readonly description: string;
  readonly emittedBy: readonly EventSource[];
  /** A later decision depends on it, so replay needs every one: neither sampling nor rate limits may hold it back. */
  readonly replay: boolean;
}

const API = ['aurora-api'] as const;
const RUNNER = ['wisescalp-runner'] as const;
const TUNER = ['tuner'] as const;
const BOTH = ['aurora-api', 'wisescalp-runner'] as const;

const note = (emittedBy: readonly EventSource[], description: string): EventCodeNotes => ({
  description,
  emittedBy,
  replay: false,
});
const replayed = (emittedBy: readonly EventSource[], description: string): EventCodeNotes => ({
  description,
  emittedBy,
  replay: true,
});

/** The closed list of event codes: who emits each, when, and whether replay needs it. */
export const EVENT_CODE_NOTES = {
  'AURORA.STARTUP.OK': replayed(BOTH, 'Started; details carry the configuration in force and the state restored.'),
  'AURORA.ARM_STATE': replayed(API, 'An operator armed or disarmed the gate.'),
  'AURORA.COOL_OFF': replayed(API, 'An operator started a cool-off.'),
  'AURORA.HALT': replayed(API, 'The kill-switch halted the gate or lengthened a halt.'),
  'AURORA.RESUME': replayed(API, 'A halt ended, by time or by an operator.'),
  'AURORA.ESCALATION': note(API, 'The health guard refused an order; details carry its snapshot.'),
  'OPS.RESET': replayed(API, 'An operator cleared warnings, cool-off and halt.'),
  'OPS.TOKEN.ALIAS_USED': note(API, 'The ops token came from its older environment name.'),
  'OPS.TOKEN.ROTATE': replayed(API, 'An operator replaced the ops token; details show its last four characters.'),

  'CONFIG.SWITCHED': replayed(BOTH, 'Another configuration took effect.'),
  'CONFIG.GUARD_DISABLED': replayed(API, 'The configured order leaves a guard out, so it is off.'),
  'OVERLAY.APPLY': replayed(API, 'An overlay took effect.'),
  'OVERLAY.ROLLBACK': replayed(API, 'The overlay before the last one took effect again.'),
  'PARENT_GATE.RELOAD': replayed(BOTH, 'The parent gate took over settings from an overlay.'),
  'CALIBRATION.UPDATE': replayed(
    BOTH,
    'Another calibrator took effect; from the runner also a refit that kept the one in force, and why.',
  ),

  'POLICY.DECISION': replayed(
    BOTH,
    'A decision: the request and the answer whole, and the numbers each guard compared.',
  ),
  'POLICY.TRAP_GUARD': note(API, 'The TRAP measures of a request.'),
  'POLICY.TRAP_BLOCK': note(API, 'TRAP blocked a request.'),
  'POSTTRADE.LOG': replayed(API, 'The outcome of an order as reported by the client.'),
  'COOLDOWN.ACTIVE': note(API, 'Refused: the symbol was closed too short a time ago.'),
  'OPEN.RATE_LIMIT': note(API, 'Refused: the symbol was allowed too short a time ago.'),
  'POSITION.MIN_HOLD': note(API, 'Refused: the opposite position is younger than its minimum hold.'),
  'POSITION.OPPOSITE_BLOCK': note(API, 'Refused: a position of the opposite side is open.'),
  'IDEM.HIT': note(API, 'A request was answered again from its idempotency key.'),
  'IDEM.CONFLICT': note(API, 'An idempotency key came back with another body.'),

  'GOVERNANCE.TRANSITION': replayed(API, 'The trading state changed; details carry previous and new.'),
  'RISK.UPDATE': replayed(API, 'An operator changed risk limits.'),
  'RISK.DENY.DRAWDOWN': note(API, 'Governance refused: loss of the day beyond its limit.'),
  'RISK.DENY.CVAR': note(API, 'Governance refused: conditional value at risk beyond its limit.'),
  'RISK.DENY.POS_LIMIT': note(API, 'Governance refused: as many open positions as allowed.'),
  SPREAD_GUARD_TRIP: note(API, 'Governance refused: spread beyond its limit.'),
  LATENCY_GUARD_TRIP: note(API, 'Governance refused: latency beyond its limit.'),
  VOLATILITY_GUARD_TRIP: note(API, 'Governance refused: volatility beyond its limit.'),
  'TRADING.HALTED': note(API, 'Governance refused: trading is halted.'),
  'TRADING.REDUCING': note(API, 'Governance refused: only reducing orders pass.'),
  'DQ_EVENT.STALE_BOOK': note(BOTH, 'The book has not been updated for too long.'),
  'DQ_EVENT.CROSSED_BOOK': note(BOTH, 'The best bid is not below the best ask.'),
  'DQ_EVENT.ABNORMAL_SPREAD': note(BOTH, 'The spread is out of any usual range.'),
  'DQ_EVENT.CYCLIC_SEQUENCE': note(BOTH, 'Update numbers of the book repeat or run backwards.'),

  'HEALTH.ERROR': note(BOTH, 'A part failed; details name it and the error.'),
  'HEALTH.RECOVERY': note(BOTH, 'A part that failed works again.'),
  'HEALTH.LATENCY_HIGH': note(BOTH, 'One latency sample is above its threshold.'),
  'HEALTH.LATENCY_P95_HIGH': note(API, 'The 95th percentile of latency is above its threshold.'),
  'HEALTH.SERVICE_UNHEALTHY': note(BOTH, 'A service that is needed does not answer or is degraded.'),

  'SPRT.DECISION_H0': note(API, 'The sequential test accepted H0: rejected.'),
  'SPRT.DECISION_H1': note(API, 'The sequential test accepted H1.'),
  'SPRT.CONTINUE': note(API, 'The sequential test has not decided.'),
  'SPRT.ERROR': note(API, 'The sequential test could not run.'),

  'ORDER.SUBMIT': note(BOTH, 'An order was sent.'),
  'ORDER.ACK': note(BOTH, 'The venue accepted an order.'),
  'ORDER.PARTIAL': note(BOTH, 'An order was filled in part.'),
  'ORDER.FILL': note(BOTH, 'An order was filled.'),
  'ORDER.CANCEL': note(BOTH, 'An order was cancelled.'),
  'ORDER.CANCEL.REQUEST': note(BOTH, 'A cancellation was asked for.'),
  'ORDER.CANCEL.ACK': note(BOTH, 'The venue accepted a cancellation.'),
  'ORDER.REJECT': note(BOTH, 'An order failed or was rejected.'),
  'ORDER.EXPIRE': note(BOTH, 'An order expired, or waited too long for its acknowledgement.'),
  'ORDER.STATUS': note(BOTH, 'Any other status of an order.'),
  'EXEC.DECISION': note(RUNNER, 'How an order is routed and why.'),
  EXPECTED_NET_REWARD_GATE: note(RUNNER, 'The expected net reward was compared with its threshold.'),
  'PARENT_GATE.EVAL': note(RUNNER, 'The parent gate judged a signal.'),
  'MODEL.CALIBRATION': note(RUNNER, 'A score was turned into a probability.'),
  'CALIBRATION.OUTCOME': note(
    RUNNER,
    'A trade met its target, its stop or its time: what the next calibrator learns from.',
  ),
  'TCA.ANALYSIS': note(RUNNER, 'Costs of a trade after the fact.'),
  'REWARD.TP': note(RUNNER, 'A take-profit level was reached.'),
  'REWARD.TRAIL': note(RUNNER, 'The trailing stop moved or was hit.'),
  'REWARD.BREAKEVEN': note(RUNNER, 'The stop moved to break-even.'),
  'REWARD.TIMEOUT': note(RUNNER, 'A position was closed by time or for lack of progress.'),
  'REWARD.MAX_R': note(RUNNER, 'A position was closed at its largest multiple of risk.'),
  'WS.CONNECT': note(RUNNER, 'A market-data connection opened.'),
  'WS.DISCONNECT': note(RUNNER, 'A market-data connection closed.'),
  'WS.GAP': note(RUNNER, 'Updates of a book are missing; a new snapshot is taken.'),

  'ORCH.HEARTBEAT': note(TUNER, 'The tuner is alive.'),
  'ORCH.PARAMETER_UPDATE': note(TUNER, 'The tuner chose parameters; details carry mode, score and gate.'),
} as const satisfies Record<string, EventCodeNotes>;

/** One of the closed list of event codes. */
export type EventCode = keyof typeof EVENT_CODE_NOTES;

/** Every event code, in the order of the list. */
export const EVENT_CODES: readonly EventCode[] = Object.keys(EVENT_CODE_NOTES) as EventCode[];

/** Whether a text is exactly one of the event codes. */
export const isEventCode = (text: string): text is EventCode => Object.hasOwn(EVENT_CODE_NOTES, text);

/** Whether replay needs every event of this code. */
export const isReplayCode = (code: EventCode): boolean => EVENT_CODE_NOTES[code].replay;

/** Events of the part of the list that is rate-limited instead of sampled. */
export const isHealthCode = (code: EventCode): boolean => code.startsWith('HEALTH.');
