/** What can be wrong with a log. */
export type ProblemKind =
  | 'not_json'
  | 'schema'
  | 'unknown_code'
  | 'time_order'
  | 'two_writers'
  | 'no_startup'
  | 'missing_part'
  | 'torn_line'
  | 'unreadable_file'
  | 'legacy'
  | 'no_decision';

export interface Problem {
  readonly kind: ProblemKind;
  readonly file: string;
  /** From 1 on; `null` for what is of a whole file. */
  readonly line: number | null;
  readonly message: string;
}

/** Problems, of which the first are kept and all are counted, and remarks, which are none. */
export class Findings {
  readonly first: Problem[] = [];
  readonly notes: string[] = [];
  private readonly counts = new Map<ProblemKind, number>();

  constructor(private readonly mostKept: number) {}

  add(kind: ProblemKind, file: string, line: number | null, message: string): void {
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1);
    if (this.first.length < this.mostKept) this.first.push({ kind, file, line, message });
  }

  get total(): number {
    return [...this.counts.values()].reduce((a, b) => a + b, 0);
  }

  byKind(): Readonly<Partial<Record<ProblemKind, number>>> {
    return Object.fromEntries(this.counts);
  }
}
