import type { ReplayedDecision } from '@aurora/engine';

/** Members named of one difference. */
const MAX_MEMBERS = 6;

/** One member of an answer that is not as the log has it. */
export interface MemberDifference {
  /** Dotted, as `observability.guards.3.value`. */
  readonly path: string;
  readonly logged: unknown;
  readonly now: unknown;
}

/** A decision that did not come out again. */
export interface Difference {
  readonly decision_id: string;
  readonly time: string;
  readonly symbol: string;
  /** The first members that differ; empty when only the text does, such as in the order of names. */
  readonly members: readonly MemberDifference[];
}

/** Counts decisions that do not come out again to the byte, and keeps the first. */
export class DifferenceTally {
  decisions = 0;
  differences = 0;
  readonly first: Difference[] = [];

  constructor(private readonly max: number) {}

  add({ decisionId, nowMs, request, answerJson, logged }: ReplayedDecision): void {
    this.decisions++;
    if (logged === null) return;
    this.differences++;
    if (this.first.length >= this.max) return;
    this.first.push({
      decision_id: decisionId,
      time: new Date(nowMs).toISOString(),
      symbol: request.order.symbol,
      members: membersOf(logged, JSON.parse(answerJson)).slice(0, MAX_MEMBERS),
    });
  }
}

function membersOf(logged: unknown, now: unknown, path = ''): MemberDifference[] {
  if (!isNested(logged) || !isNested(now)) return Object.is(logged, now) ? [] : [{ path, logged, now }];
  const names = [...new Set([...Object.keys(logged), ...Object.keys(now)])];
  return names.flatMap((name) => membersOf(logged[name], now[name], path === '' ? name : `${path}.${name}`));
}

const isNested = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
