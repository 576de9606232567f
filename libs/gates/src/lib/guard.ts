import type { ConfigOf, ConfigSlice } from '@aurora/kernel';
import type { GuardContext } from './context';
import type { InputField } from './inputs';

/**
 * Answer of one guard. `value` and `limit` are the numbers it compared, `null` where it compared none.
 * Guards return numbers; sentences are made by the reason catalogue.
 */
export interface Verdict<Reason extends string = string> {
  readonly outcome: 'pass' | 'block' | 'skip';
  /** Set when, and only when, the outcome is `block`. */
  readonly reason: Reason | null;
  readonly value: number | null;
  readonly limit: number | null;
  /** How long asking again is pointless, in ms; 0 when not known or not blocked. */
  readonly cooldownMs: number;
}

export const pass = (value: number | null = null, limit: number | null = null): Verdict<never> => ({
  outcome: 'pass',
  reason: null,
  value,
  limit,
  cooldownMs: 0,
});

export const block = <Reason extends string>(
  reason: Reason,
  value: number | null = null,
  limit: number | null = null,
  cooldownMs = 0,
): Verdict<Reason> => ({ outcome: 'block', reason, value, limit, cooldownMs });

/** The guard had nothing to judge. */
export const SKIP: Verdict<never> = Object.freeze({
  outcome: 'skip',
  reason: null,
  value: null,
  limit: null,
  cooldownMs: 0,
});

/** What the catalogue knows of one reason. */
export interface ReasonSpec {
  /** One sentence for operators, ending with a full stop. */
  readonly summary: string;
  /** Text of the reason in the answer; the bare code when absent. */
  readonly reason?: (value: number, limit: number) => string;
  /** Text of the note in `reasons[]`; the text of the reason when absent. */
  readonly note?: (value: number, limit: number) => string;
}

/** One check: its identity, configuration, reasons, inputs and the check itself. */
export interface Guard {
  readonly id: string;
  /** One sentence: what it denies, unit, what happens exactly at the limit. */
  readonly summary: string;
  /** Configuration keys this guard reads, declared once: type, schema, default, documentation. */
  readonly config: ConfigSlice;
  readonly reasons: Readonly<Record<string, ReasonSpec>>;
  /** Fields whose absence the missing-input policy decides. */
  readonly inputs: readonly InputField[];
  /** `openings`: exits do not meet this guard. `all`: they do. */
  readonly judges: 'openings' | 'all';
  /** The guard bound to one configuration; what can be derived from it is derived here, once. */
  bind(config: never): BoundGuard;
}

/** A guard with its configuration in place. */
export interface BoundGuard<Reason extends string = string> {
  /** Replaces the guard's `inputs` where the configuration decides what is needed. */
  readonly inputs?: readonly InputField[];
  /** Feeds state that must see every request, also those another guard blocks. */
  observe?(context: GuardContext): void;
  check(context: GuardContext): Verdict<Reason>;
}

/** A guard that remembers the type of its configuration. */
export interface GuardOf<Id extends string, Reason extends string, Slice extends ConfigSlice> extends Omit<
  Guard,
  'bind'
> {
  readonly id: Id;
  readonly config: Slice;
  readonly reasons: Readonly<Record<Reason, ReasonSpec>>;
  bind(config: ConfigOf<Slice>): BoundGuard<Reason>;
}

/** Declares a guard; the reasons its check may give are the keys of `reasons`. */
export const defineGuard = <const Id extends string, Reason extends string, const Slice extends ConfigSlice>(
  guard: GuardOf<Id, Reason, Slice>,
): GuardOf<Id, Reason, Slice> => guard;
