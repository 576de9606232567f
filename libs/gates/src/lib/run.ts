import { approve } from './approved';
import type { GuardContext } from './context';
import type { Decision, GuardReport } from './decision';
import type { Verdict } from './guard';
import type { GuardId, ReasonCode } from './guard-registry';
import { absentFields, fieldsOf, type FieldSet, type InputField } from './inputs';
import type { Stage } from './stage';

const NO_FIELDS: readonly InputField[] = Object.freeze([]);
const NO_GUARDS: readonly GuardId[] = Object.freeze([]);

/** One decision in the making. */
export class Run {
  blocked = false;
  private reason = 'ok';
  private reasonCode: ReasonCode | null = null;
  private blockedBy: GuardId | null = null;
  private cooldownMs = 0;
  private readonly absent: FieldSet;
  private readAsZero: FieldSet = 0;
  private readingZero: readonly GuardId[] = NO_GUARDS;
  private readonly isExit: boolean;
  private readonly blockNotes: string[] = [];
  private readonly guards: GuardReport[] = [];
  private readonly errors: { guard: GuardId; error: unknown }[] = [];

  constructor(
    private readonly context: GuardContext,
    private readonly deniesMissing: boolean,
  ) {
    this.absent = absentFields(context.request, context.inputs);
    this.isExit = context.request.order.reduceOnly;
  }

  /** Feeds the guard's state. A number that nobody gave is fed as 0 only where the missing-input policy is lenient. */
  observe(stage: Stage): void {
    if ((this.absent & stage.needs) !== 0 && (this.deniesMissing || this.isExit)) return;
    try {
      stage.guard.observe!(this.context);
    } catch (error) {
      this.errors.push({ guard: stage.id, error });
    }
  }

  judge(stage: Stage): void {
    if (this.isExit && !stage.judgesExits) return this.skip(stage);
    if (this.errors.length > 0 && this.errors.some(({ guard }) => guard === stage.id))
      return this.deny(stage, 'guard_error', stage.id);
    // Exits are never asked for inputs.
    const absent = this.isExit ? 0 : this.absent & stage.needs;
    if (absent !== 0 && this.deniesMissing) return this.deny(stage, 'missing_input', firstOf(stage, absent));
    if (absent !== 0) {
      this.readAsZero |= absent;
      this.readingZero = [...this.readingZero, stage.id];
    }
    this.check(stage, absent !== 0);
  }

  /** Reports a guard that is not asked. */
  skip(stage: Stage): void {
    this.report(stage.id, 'skip', null, null, null);
  }

  decision(): Decision {
    const { context, blockNotes, readAsZero } = this;
    const { found, request } = context;
    const allow = !this.blocked;
    return {
      approved: allow ? approve(request.order, found.maxQty) : null,
      allow,
      reason: this.reason,
      reasonCode: this.reasonCode,
      blockedBy: this.blockedBy,
      maxQty: allow ? found.maxQty : 0,
      cooldownMs: this.cooldownMs,
      notes: blockNotes.length === 0 ? found.notes : [...blockNotes, ...found.notes],
      guards: this.guards,
      missing: readAsZero === 0 ? NO_FIELDS : fieldsOf(readAsZero),
      readingZero: this.readingZero,
      errors: this.errors,
      found,
    };
  }

  private check(stage: Stage, readsZero: boolean): void {
    try {
      const verdict = stage.guard.check(this.context);
      const { outcome, value, limit } = verdict;
      if (outcome === 'block') this.blockBy(stage, verdict);
      // What rests on a number that nobody gave is no judgement.
      else this.report(stage.id, readsZero ? 'skip' : outcome, null, value, limit);
    } catch (error) {
      this.errors.push({ guard: stage.id, error });
      this.deny(stage, 'guard_error', stage.id);
    }
  }

  private blockBy(stage: Stage, { reason, value, limit, cooldownMs }: Verdict): void {
    const code = reason as ReasonCode;
    const spec = stage.reasons[code]!;
    const text = spec.reason ? spec.reason(value!, limit!) : code;
    this.block(stage.id, code, text, spec.note ? spec.note(value!, limit!) : text, cooldownMs);
    this.report(stage.id, 'block', code, value, limit);
  }

  private deny(stage: Stage, code: 'guard_error' | 'missing_input', what: string): void {
    const reason = `${code}:${what}`;
    this.block(stage.id, code, reason, reason, 0);
    this.report(stage.id, 'block', code, null, null);
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

const firstOf = (stage: Stage, absent: FieldSet): InputField => {
  const fields = fieldsOf(absent);
  return stage.inputs.find((field) => fields.includes(field))!;
};
