import type { Compared, Verdict } from '@aurora/engine';
import { reasonCodeOf, type GuardId, type GuardReport } from '@aurora/gates';

/** How a decision flips. */
export const FLIP_KINDS = ['allow_to_deny', 'deny_to_allow', 'other_reason', 'max_qty'] as const;
export type FlipKind = (typeof FLIP_KINDS)[number];

/** A guard that has no part in a flip, or is not named in the log. */
const NO_GUARD = '-';

/** Flips of one kind at one guard from one reason to another. */
export interface FlipRow {
  readonly kind: FlipKind;
  /** Whose word changed it: who denies now, or who denied then. */
  readonly guard: string;
  readonly from: string;
  readonly to: string;
  readonly count: number;
}

/** The numbers one guard compared. */
export interface ComparedNumbers {
  readonly value: number | null;
  readonly limit: number | null;
}

/** A flip to look at. */
export interface FlipExample {
  readonly decision_id: string;
  readonly time: string;
  readonly symbol: string;
  readonly side: string;
  readonly qty: number;
  readonly kind: FlipKind;
  readonly guard: string;
  readonly from: string;
  readonly to: string;
  readonly max_qty: { readonly was: number; readonly would: number };
  /** What the guard compared; `null` where it was not asked. */
  readonly compared: { readonly was: ComparedNumbers | null; readonly would: ComparedNumbers | null };
}

/** Counts by one reason, then and now. */
export interface ReasonRow {
  readonly reason: string;
  readonly was: number;
  readonly would: number;
}

export interface SymbolRow {
  readonly symbol: string;
  readonly decisions: number;
  readonly flips: number;
}

/** Counts how decisions flip. */
export class FlipTally {
  decisions = 0;
  flips = 0;
  allowedWas = 0;
  allowedWould = 0;
  readonly byKind: Record<FlipKind, number> = { allow_to_deny: 0, deny_to_allow: 0, other_reason: 0, max_qty: 0 };
  readonly examples: FlipExample[] = [];
  private readonly rows = new Map<string, { row: Omit<FlipRow, 'count'>; count: number }>();
  private readonly reasons = new Map<string, { was: number; would: number }>();
  private readonly symbols = new Map<string, { decisions: number; flips: number }>();

  constructor(private readonly maxExamples: number) {}

  /** @returns how it flips, `null` when it does not. */
  add(compared: Compared): FlipKind | null {
    const { was, would, request } = compared;
    const [from, to] = [codeOf(was), codeOf(would)];
    const kind = kindOf(was, would, from, to);
    this.decisions++;
    if (was.allow) this.allowedWas++;
    if (would.allow) this.allowedWould++;
    entry(this.reasons, from, { was: 0, would: 0 }).was++;
    entry(this.reasons, to, { was: 0, would: 0 }).would++;
    const symbol = entry(this.symbols, request.order.symbol, { decisions: 0, flips: 0 });
    symbol.decisions++;
    if (kind === null) return null;
    symbol.flips++;
    this.flip(kind, from, to, compared);
    return kind;
  }

  /** The most frequent first. */
  get flipRows(): FlipRow[] {
    return [...this.rows.values()].map(({ row, count }) => ({ ...row, count })).sort((a, b) => b.count - a.count);
  }

  get reasonRows(): ReasonRow[] {
    return [...this.reasons]
      .map(([reason, counts]) => ({ reason, ...counts }))
      .sort((a, b) => Math.max(b.was, b.would) - Math.max(a.was, a.would));
  }

  /** The most flips first. */
  get symbolRows(): SymbolRow[] {
    return [...this.symbols]
      .map(([symbol, counts]) => ({ symbol, ...counts }))
      .sort((a, b) => b.flips - a.flips || b.decisions - a.decisions);
  }

  /** Guards by flips, the most first. */
  get guards(): readonly (readonly [guard: string, flips: number])[] {
    const counts = new Map<string, number>();
    for (const { guard, count } of this.flipRows)
      if (guard !== NO_GUARD) counts.set(guard, (counts.get(guard) ?? 0) + count);
    return [...counts].sort(([, a], [, b]) => b - a);
  }

  private flip(kind: FlipKind, from: string, to: string, compared: Compared): void {
    const { was, would } = compared;
    const guard = (would.blockedBy ?? was.blockedBy ?? sizingGuard(was, would)) as string;
    this.flips++;
    this.byKind[kind]++;
    entry(this.rows, `${kind} ${guard} ${from} ${to}`, { row: { kind, guard, from, to }, count: 0 }).count++;
    if (this.examples.length < this.maxExamples) this.examples.push(exampleOf(kind, guard, from, to, compared));
  }
}

function kindOf(was: Verdict, would: Verdict, from: string, to: string): FlipKind | null {
  if (was.allow !== would.allow) return was.allow ? 'allow_to_deny' : 'deny_to_allow';
  if (!was.allow) return from === to ? null : 'other_reason';
  return was.maxQty === would.maxQty ? null : 'max_qty';
}

const codeOf = ({ allow, reason }: Verdict): string => (allow ? 'ok' : reasonCodeOf(reason));

/** A quantity is cut by the size scale of the risk guard, and by what the caps of the exposure guard leave. */
function sizingGuard(was: Verdict, would: Verdict): GuardId | typeof NO_GUARD {
  const [before, after] = [numbersOf(was, 'exposure'), numbersOf(would, 'exposure')];
  if (before === null || after === null) return NO_GUARD;
  return before.value === after.value ? 'exposure' : 'risk';
}

const reportOf = ({ guards }: Verdict, guard: string): GuardReport | undefined =>
  guards.find((report) => report.guard === guard);

/** What a guard compared in a decision; `null` when it was not asked. */
export function numbersOf(verdict: Verdict, guard: string): ComparedNumbers | null {
  const report = reportOf(verdict, guard);
  return report === undefined ? null : { value: report.value, limit: report.limit };
}

function exampleOf(kind: FlipKind, guard: string, from: string, to: string, compared: Compared): FlipExample {
  const { decisionId, nowMs, request, was, would } = compared;
  const { symbol, side, qty } = request.order;
  return {
    decision_id: decisionId,
    time: new Date(nowMs).toISOString(),
    symbol,
    side,
    qty,
    kind,
    guard,
    from,
    to,
    max_qty: { was: was.maxQty, would: would.maxQty },
    compared: { was: numbersOf(was, guard), would: numbersOf(would, guard) },
  };
}

function entry<Key, Value extends object>(map: Map<Key, Value>, key: Key, fresh: Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  map.set(key, fresh);
  return fresh;
}
