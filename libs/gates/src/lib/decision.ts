import type { OrderIntent } from '@aurora/kernel';
import type { Approved } from './approved';
import type { Findings } from './context';
import type { Verdict } from './guard';
import type { GuardId, ReasonCode } from './guard-registry';
import type { InputField } from './inputs';

/** What one guard did, as it is reported. */
export interface GuardReport {
  readonly guard: GuardId;
  /** `skip`: not judged, because the order is an exit, nothing was given to judge, or a number that nobody gave was read as 0. */
  readonly outcome: Verdict['outcome'];
  readonly reason: ReasonCode | null;
  readonly value: number | null;
  readonly limit: number | null;
}

/** The pipeline's answer. */
export interface Decision {
  /** The order, its quantity and stated value cut to `maxQty`; `null` when it is not allowed. */
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
  /** How long asking again is pointless, in ms; 0 when not known or allowed. */
  readonly cooldownMs: number;
  /** Every note, first block first. */
  readonly notes: readonly string[];
  readonly guards: readonly GuardReport[];
  /** Absent inputs that were read as 0, each once. */
  readonly missing: readonly InputField[];
  /** Guards that read one of them. */
  readonly readingZero: readonly GuardId[];
  /** Guards that failed inside. */
  readonly errors: readonly { readonly guard: GuardId; readonly error: unknown }[];
  readonly found: Findings;
}
