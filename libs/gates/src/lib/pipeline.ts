import type { icpConfig } from '@aurora/calibration';
import type { ConfigOf, GateRequest, Mode } from '@aurora/kernel';
import { noFindings, type GateState, type GuardContext } from './context';
import type { Decision } from './decision';
import type { GuardId } from './guard-registry';
import { orderOf, type PretradeSettings } from './guard-order';
import { observeIcp } from './icp/observe-icp';
import { inputNumbers } from './inputs';
import { Run } from './run';
import { bindStage, type AnyGuard, type Stage } from './stage';

/** Told after each guard; lets a caller time them without a clock in here. */
export type GuardProbe = (guard: GuardId) => void;

/** Configuration of the pipeline itself; the sections of the guards stand beside it. */
export type PipelineConfig = { readonly pretrade: PretradeSettings } & ConfigOf<typeof icpConfig>;

/** The guards as the service composes them: `first` and `last` always run, `ordered` in the order of the configuration. */
export interface GuardSet {
  readonly first: readonly AnyGuard[];
  readonly ordered: readonly AnyGuard[];
  readonly last: readonly AnyGuard[];
}

/**
 * The ordered guards, bound to one configuration. A decision is a function of (request, state, configuration, time),
 * nothing else.
 */
export class Pipeline {
  private readonly judging: readonly Stage[];
  private readonly lastWord: readonly Stage[];
  private readonly observing: readonly Stage[];
  private readonly evaluateAll: boolean;
  private readonly alwaysDeniesMissing: boolean;
  private readonly observesIcp: boolean;

  /** Throws a `RangeError` when the configured order names a guard twice or one that is not in the set. */
  constructor(guards: GuardSet, config: PipelineConfig) {
    const { pretrade, icp } = config;
    const ordered = orderOf(pretrade).map((id) => {
      const guard = guards.ordered.find((candidate) => candidate.id === id);
      if (!guard) throw new RangeError(`pretrade.order names "${id}", which is no guard here`);
      return guard;
    });
    const bind = (guard: AnyGuard): Stage => bindStage(guard, config);
    this.judging = [...guards.first, ...ordered].map(bind);
    this.lastWord = guards.last.map(bind);
    this.observing = [...this.judging, ...this.lastWord].filter((stage) => stage.guard.observe !== undefined);
    this.evaluateAll = pretrade.evaluate === 'all';
    this.alwaysDeniesMissing = pretrade.missingInput === 'deny';
    this.observesIcp = icp.observe;
  }

  /** Ids in the order they judge. */
  get order(): readonly GuardId[] {
    return [...this.judging, ...this.lastWord].map((stage) => stage.id);
  }

  /**
   * Judges one request. A guard that fails blocks with `guard_error`; an input that is absent denies in live mode and
   * reads as 0 elsewhere, unless `pretrade.missing_input` says otherwise.
   * @param decisionId holds the reservation of an allowed order; must be new.
   */
  decide(
    decisionId: string,
    request: GateRequest,
    mode: Mode,
    nowMs: number,
    state: GateState,
    probe?: GuardProbe,
  ): Decision {
    const context: GuardContext = {
      decisionId,
      request,
      nowMs,
      state,
      inputs: inputNumbers(request),
      found: noFindings(),
    };
    const run = new Run(context, mode === 'live' || this.alwaysDeniesMissing);
    for (const stage of this.observing) run.observe(stage);
    if (this.observesIcp) observeIcp(context);
    for (const stage of this.judging) {
      run.judge(stage);
      probe?.(stage.id);
      if (run.blocked && !this.evaluateAll) return run.decision();
    }
    for (const stage of this.lastWord) {
      if (!run.blocked) run.judge(stage);
      else if (this.evaluateAll) run.skip(stage);
      else break;
      probe?.(stage.id);
    }
    return run.decision();
  }
}
