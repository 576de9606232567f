import type { BoundGuard, Guard } from './guard';
import type { GuardId, ReasonCode } from './guard-registry';
import { fieldSet, type FieldSet, type InputField } from './inputs';
import { REASONS } from './reasons';

export type AnyGuard = Guard & { readonly id: GuardId };

/** A guard in its place in the pipeline, bound to one configuration. */
export interface Stage {
  readonly id: GuardId;
  readonly guard: BoundGuard;
  readonly inputs: readonly InputField[];
  /** The same inputs, for a quick look. */
  readonly needs: FieldSet;
  readonly judgesExits: boolean;
  readonly reasons: Guard['reasons'];
}

/** Throws a `RangeError` when the guard gives a reason that is not in the catalogue, or refuses its configuration. */
export function bindStage(guard: AnyGuard, config: object): Stage {
  for (const code of Object.keys(guard.reasons)) {
    if (!REASONS.has(code as ReasonCode))
      throw new RangeError(`guard "${guard.id}" gives the reason "${code}", which is not in the catalogue`);
  }
  const bound = guard.bind(config as never);
  const inputs = bound.inputs ?? guard.inputs;
  return {
    id: guard.id,
    guard: bound,
    inputs,
    needs: fieldSet(inputs),
    judgesExits: guard.judges === 'all',
    reasons: guard.reasons,
  };
}
