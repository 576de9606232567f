/** A line that could not be read. */
export interface BadLine {
  readonly file: string;
  /** From 1 on; `null` where only the end of the file was read. */
  readonly number: number | null;
  readonly text: string;
  readonly reason: string;
  /** It is the end of the file and misses its newline: a crash or a write under way, no damage. */
  readonly torn: boolean;
}

/** Told of every line that cannot be read; none is skipped in silence. */
export type OnBadLine = (bad: BadLine) => void;
