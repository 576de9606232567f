import { lineChunksOf, type ReadOptions } from './line-chunks.node';

/** Lines that arrived together. */
export interface Lines {
  readonly lines: readonly string[];
  /** In the last chunk: what stands behind the last newline, `null` when nothing does. */
  readonly rest: string | null;
}

/** Streams the lines of a file as texts, in constant memory: see `lineChunksOf`. */
export async function* linesOf(path: string, options: ReadOptions = {}): AsyncGenerator<Lines, void, undefined> {
  for await (const { bytes, isRest } of lineChunksOf(path, options)) {
    if (isRest) yield { lines: [], rest: bytes.toString('utf8') };
    else yield { lines: bytes.toString('utf8', 0, bytes.length - 1).split('\n'), rest: null };
  }
}
