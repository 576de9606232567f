import type { icpConfig } from '@aurora/calibration';
import type { ConfigOf, GateRequest, Mode, OrderIntent } from '@aurora/kernel';
import { approve, type Approved } from './approved';
import { baseNotional } from './base-notional';
import type { Findings, GateState, GuardContext, InputNumbers } from './context';
import type { BoundGuard, Guard, InputField, Verdict } from './guard';
import type { GuardId, ReasonCode } from './guard-registry';
import { observeIcp } from './icp/observe-icp';
import { REASONS } from './reasons';
import type { pretradeConfig } from './pretrade-config';

/** What one guard did, as it is reported. */
export interface GuardReport {
  readonly guard: GuardId;
  readonly outcome: Verdict['outcome'];
  readonly reason: ReasonCode | null;
  readonly value: number | null;
  readonly limit: number | null;
}

/** The pipeline's answer. */
export interface Decision {
  /** The order, approved for `maxQty`; `null` when it is not allowed. */
  readonly approved: Approved<OrderIntent> | null;
  readonly allow: boolean;
  /** `ok`, or the text of the first block, numbers included. */
  readonly reason: string;
  /** The reason without numbers; `null` when allowed. */
  readonly reasonCode: ReasonCode | null;
  /** The guard that blocked first. */
  readonly blockedBy: GuardId | null;
  /** Largest base quantity that may be sent now; 0 when not allowed. */
  readonly maxQty: number;
  readonly cooldownMs: number;
  /** Every note, first block first. */
  readonly notes: readonly string[];
  readonly guards: readonly GuardReport[];
  /** Absent inputs that were read as 0, each once. */
  readonly missing: readonly InputField[];
  /** Guards that failed inside. */
  readonly errors: readonly { readonly guard: GuardId; readonly error: unknown }[];
  readonly found: Findings;
}

/** Told after each guard; lets a caller time them without a clock in here. */
export type GuardProbe = (guard: GuardId) => void;

interface Stage {
  readonly id: GuardId;
  readonly guard: BoundGuard;
  readonly inputs: readonly InputField[];
  readonly judgesExits: boolean;
  readonly reasons: Guard['reasons'];
}

export type PretradeSettings = ConfigOf<typeof pretradeConfig>['pretrade'];

/** Configuration of the pipeline itself; the sections of the guards stand beside it. */
export type PipelineConfig = { readonly pretrade: PretradeSettings } & ConfigOf<typeof icpConfig>;

/** The guards as the service composes them: `first` and `last` always run, `ordered` in the order of the configuration. */
export interface GuardSet {
  readonly first: readonly AnyGuard[];
  readonly ordered: readonly AnyGuard[];
  readonly last: readonly AnyGuard[];
}

export type AnyGuard = Guard & { readonly id: GuardId };

/** The ordered guards, bound to one configuration. A function of (request, state, configuration, time), nothing else. */
export class Pipeline {
  private readonly judging: readonly Stage[];
  private readonly lastWord: readonly Stage[];
  private readonly observing: readonly Stage[];
  private readonly evaluateAll: boolean;

  /** @throws RangeError when the configured order names a guard twice or one that is not in the set. */
  constructor(
    guards: GuardSet,
    private readonly config: PipelineConfig,
  ) {
    const ordered = orderOf(config.pretrade).map((id) => {
      const guard = guards.ordered.find((candidate) => candidate.id === id);
      if (!guard) throw new RangeError(`pretrade.order names "${id}", which is no guard here`);
      return guard;
    });
    const bind = (guard: AnyGuard): Stage => bindStage(guard, config);
    this.judging = [...guards.first, ...ordered].map(bind);
    this.lastWord = guards.last.map(bind);
    this.observing = [...this.judging, ...this.lastWord].filter((stage) => stage.guard.observe !== undefined);
    this.evaluateAll = config.pretrade.evaluate === 'all';
  }

  /** Ids in the order they judge. */
  get order(): readonly GuardId[] {
    return [...this.judging, ...this.lastWord].map((stage) => stage.id);
  }

  /** Judges one request. Never throws for a guard's failure: a guard that fails blocks. */
  decide(
    decisionId: string,
    request: GateRequest,
    mode: Mode,
    nowMs: number,
    state: GateState,
    probe?: GuardProbe,
  ): Decision {
    const given = givenInputs(request);
    const found = noFindings();
    const context: GuardContext = { decisionId, request, nowMs, mode, state, inputs: zeroFilled(given), found };
    const run = new Run(context, given, this.deniesMissing(mode), probe);
    for (const stage of this.observing) run.observe(stage);
    if (this.config.icp.observe) observeIcp(context);
    for (const stage of this.judging) {
      run.judge(stage);
      if (run.blocked && !this.evaluateAll) break;
    }
    for (const stage of this.lastWord) {
      if (run.blocked) break;
      run.judge(stage);
    }
    return run.decision();
  }

  private deniesMissing(mode: Mode): boolean {
    return mode === 'live' || this.config.pretrade.missingInput === 'deny';
  }
}

/** One decision in the making. */
class Run {
  blocked = false;
  private reason = 'ok';
  private reasonCode: ReasonCode | null = null;
  private blockedBy: GuardId | null = null;
  private cooldownMs = 0;
  private readonly blockNotes: string[] = [];
  private readonly guards: GuardReport[] = [];
  private readonly missing: InputField[] = [];
  private readonly errors: { guard: GuardId; error: unknown }[] = [];

  constructor(
    private readonly context: GuardContext,
    private readonly given: GivenInputs,
    private readonly deniesMissing: boolean,
    private readonly probe: GuardProbe | undefined,
  ) {}

  observe(stage: Stage): void {
    try {
      stage.guard.observe!(this.context);
    } catch (error) {
      this.errors.push({ guard: stage.id, error });
    }
  }

  judge(stage: Stage): void {
    if (!stage.judgesExits && this.context.request.order.reduceOnly) {
      this.report(stage.id, 'skip', null, null, null);
    } else if (this.errors.length > 0 && this.errors.some((failure) => failure.guard === stage.id)) {
      this.fail(stage);
    } else {
      const absent = this.absentInput(stage);
      if (absent !== null && this.deniesMissing) this.denyMissing(stage, absent);
      else this.check(stage, absent !== null);
    }
    this.probe?.(stage.id);
  }

  decision(): Decision {
    const { found, request } = this.context;
    const allow = !this.blocked;
    return {
      approved: allow ? approve(request.order) : null,
      allow,
      reason: this.reason,
      reasonCode: this.reasonCode,
      blockedBy: this.blockedBy,
      maxQty: allow ? found.maxQty : 0,
      cooldownMs: this.cooldownMs,
      notes: this.blockNotes.length === 0 ? found.notes : [...this.blockNotes, ...found.notes],
      guards: this.guards,
      missing: this.missing,
      errors: this.errors,
      found,
    };
  }

  /** The first absent input; all of them are remembered where the policy is lenient. Exits are never asked for inputs. */
  private absentInput(stage: Stage): InputField | null {
    if (this.context.request.order.reduceOnly) return null;
    let first: InputField | null = null;
    for (const field of stage.inputs) {
      if (this.given[field] !== undefined) continue;
      first ??= field;
      if (!this.deniesMissing && !this.missing.includes(field)) this.missing.push(field);
    }
    return first;
  }

  private check(stage: Stage, inputAbsent: boolean): void {
    let verdict: Verdict;
    try {
      verdict = stage.guard.check(this.context);
    } catch (error) {
      this.errors.push({ guard: stage.id, error });
      this.fail(stage);
      return;
    }
    const { outcome, value, limit } = verdict;
    if (outcome !== 'block') {
      // A pass that rests on a number nobody gave is reported as not judged.
      this.report(stage.id, inputAbsent ? 'skip' : outcome, null, value, limit);
      return;
    }
    const code = verdict.reason as ReasonCode;
    const spec = stage.reasons[code]!;
    const reason = spec.reason ? spec.reason(value!, limit!) : code;
    this.block(stage.id, code, reason, spec.note ? spec.note(value!, limit!) : reason, verdict.cooldownMs);
    this.report(stage.id, 'block', code, value, limit);
  }

  private denyMissing(stage: Stage, field: InputField): void {
    const reason = `missing_input:${field}`;
    this.block(stage.id, 'missing_input', reason, reason, 0);
    this.report(stage.id, 'block', 'missing_input', null, null);
  }

  private fail(stage: Stage): void {
    const reason = `guard_error:${stage.id}`;
    this.block(stage.id, 'guard_error', reason, reason, 0);
    this.report(stage.id, 'block', 'guard_error', null, null);
  }

  private block(guard: GuardId, code: ReasonCode, reason: string, note: string, cooldownMs: number): void {
    this.blockNotes.push(note);
    if (this.blocked) return;
    this.blocked = true;
    this.reason = reason;
    this.reasonCode = code;
    this.blockedBy = guard;
    this.cooldownMs = cooldownMs;
  }

  private report(
    guard: GuardId,
    outcome: Verdict['outcome'],
    reason: ReasonCode | null,
    value: number | null,
    limit: number | null,
  ): void {
    this.guards.push({ guard, outcome, reason, value, limit });
  }
}

type GivenInputs = Readonly<Record<InputField, number | undefined>>;

/** Inputs by their wire names. A notional that is not positive says nothing about exposure, so it counts as absent. */
function givenInputs({ order, market }: GateRequest): GivenInputs {
  const notional = baseNotional(order);
  return {
    latency_ms: market.latencyMs,
    spread_bps: market.spreadBps,
    slip_bps_est: market.slipBpsEst,
    a_bps: market.aBps,
    b_bps: market.bBps,
    score: market.score,
    notional: notional > 0 ? notional : undefined,
  };
}

const zeroFilled = (given: GivenInputs): InputNumbers => ({
  latency_ms: given.latency_ms ?? 0,
  spread_bps: given.spread_bps ?? 0,
  slip_bps_est: given.slip_bps_est ?? 0,
  a_bps: given.a_bps ?? 0,
  b_bps: given.b_bps ?? 0,
  score: given.score ?? 0,
  notional: given.notional ?? 0,
});

const noFindings = (): Findings => ({
  trap: null,
  trapFlag: false,
  pTp: null,
  ePiBps: null,
  sprt: null,
  icp: null,
  health: null,
  risk: null,
  riskScale: 1,
  maxQty: 0,
  notes: [],
  governance: null,
});

function bindStage(guard: AnyGuard, config: object): Stage {
  const bound = guard.bind(config as never);
  for (const code of Object.keys(guard.reasons)) {
    if (!REASONS.has(code as ReasonCode))
      throw new RangeError(`guard "${guard.id}" gives the reason "${code}", which is not in the catalogue`);
  }
  return {
    id: guard.id,
    guard: bound,
    inputs: bound.inputs ?? guard.inputs,
    judgesExits: guard.judges === 'all',
    reasons: guard.reasons,
  };
}

/** Ids of the ordered guards as the configuration wants them; the profile decides which of the two comes first. */
export function orderOf({ order, orderProfile }: Pick<PretradeSettings, 'order' | 'orderProfile'>): string[] {
  const ids = [...order];
  const repeated = ids.find((id, at) => ids.indexOf(id) !== at);
  if (repeated !== undefined) throw new RangeError(`pretrade.order names "${repeated}" twice`);
  const expectedReturn = ids.indexOf('expected_return');
  const slippage = ids.indexOf('slippage');
  const wantsSlippageFirst = orderProfile === 'slip_before_er';
  if (expectedReturn >= 0 && slippage >= 0 && slippage < expectedReturn !== wantsSlippageFirst) {
    ids[expectedReturn] = 'slippage';
    ids[slippage] = 'expected_return';
  }
  return ids;
}
