import type { Difference } from './differences';
import type { FlipExample, FlipKind, FlipRow, ReasonRow, SymbolRow } from './flips';
import type { LineProblem, LogReading } from './read-log';

/** What was asked for. */
interface Asked {
  readonly log: string;
  readonly files: readonly string[];
  readonly since: string | null;
  readonly until: string | null;
  readonly symbols: readonly string[] | null;
}

/** What a replay found in the lines themselves. */
interface Lines {
  readonly lines: number;
  readonly bytes: number;
  readonly elapsed_ms: number;
  /** Decisions judged again, counted or not. */
  readonly decisions_read: number;
  readonly bad_lines: number;
  /** The first of them. */
  readonly problems: readonly LineProblem[];
  /** What is missing at the beginning, and how many events could not be judged for it; `null` when nothing is. */
  readonly missing_start: { readonly events: number; readonly first: LineProblem } | null;
  readonly torn_end: LineProblem | null;
}

/** What can keep the answer from being a plain yes. */
export interface Sameness extends Asked, Lines {
  readonly changed: false;
  readonly ok: boolean;
  readonly decisions: number;
  readonly identical: number;
  readonly different: number;
  readonly differences: readonly Difference[];
}

/** What another configuration would have decided. */
export interface Flips extends Asked, Lines {
  readonly changed: true;
  readonly ok: boolean;
  /** What was asked for, in sentences. */
  readonly change: readonly string[];
  /** What the state follows. */
  readonly state_follows: 'log' | 'new_decisions';
  readonly decisions: number;
  readonly allowed: { readonly was: number; readonly would: number };
  readonly flips: number;
  readonly flips_by_kind: Readonly<Record<FlipKind, number>>;
  readonly flip_rows: readonly FlipRow[];
  readonly reasons: readonly ReasonRow[];
  readonly by_symbol: readonly SymbolRow[];
  readonly examples: readonly FlipExample[];
  /** Decisions that do not come out as they stand in the log even without the change; these are compared with the log. */
  readonly not_as_logged: number;
}

export type ReplayReport = Sameness | Flips;

/** The part of a report that says what was read. */
export function linesOf(reading: LogReading, elapsedMs: number, decisionsRead: number): Lines {
  const { lines, bytes, problemCount, problems, orphans, firstOrphan, torn } = reading;
  return {
    lines,
    bytes,
    elapsed_ms: Math.round(elapsedMs),
    decisions_read: decisionsRead,
    bad_lines: problemCount,
    problems,
    missing_start: firstOrphan === null ? null : { events: orphans, first: firstOrphan },
    torn_end: torn,
  };
}

/** Whether every line could be read and judged. */
export const isSound = ({ bad_lines: bad, missing_start: missing }: Lines): boolean => bad === 0 && missing === null;
