import type { ReasonSpec } from './guard';
import { GUARDS, type ReasonCode } from './guard-registry';

/** One entry of the closed list of reasons for which an order is not allowed. */
export interface ReasonEntry extends ReasonSpec {
  readonly code: ReasonCode;
  /** Who gives it: a guard's id, or `gate`. */
  readonly guard: string;
}

const GATE_REASONS: Readonly<Record<'missing_input' | 'guard_error' | 'audit_unavailable', ReasonSpec>> = {
  missing_input: {
    summary:
      'A field that a guard needs is absent and the missing-input policy is deny; the field follows after a colon.',
  },
  guard_error: { summary: 'A guard failed inside; the order is not allowed. The guard follows after a colon.' },
  audit_unavailable: {
    summary: 'The event log cannot be written, and in live mode nothing is allowed that is not on record.',
  },
};

const entries: ReasonEntry[] = [
  ...GUARDS.flatMap((guard) =>
    Object.entries<ReasonSpec>(guard.reasons).map(([code, spec]) => ({
      ...spec,
      code: code as ReasonCode,
      guard: guard.id,
    })),
  ),
  ...Object.entries(GATE_REASONS).map(([code, spec]) => ({ ...spec, code: code as ReasonCode, guard: 'gate' })),
];

/** Every reason by its code. `ok`, the reason of an allowed order, is not among them. */
export const REASONS: ReadonlyMap<ReasonCode, ReasonEntry> = new Map(entries.map((entry) => [entry.code, entry]));

/** The code of a reason's text, without the numbers or names behind the colon. */
export const reasonCodeOf = (reason: string): string => {
  const colon = reason.indexOf(':');
  return colon < 0 ? reason : reason.slice(0, colon);
};
