import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { UsageError } from '../cli/failures';
import type { CsvColumns } from './samples';

/** Flags that say how CSV files are read. */
export interface ColumnFlags {
  readonly scoreColumn: string;
  readonly labelColumn: string;
  readonly timeColumn?: string;
  readonly probabilities?: boolean;
  readonly skipBadRows?: boolean;
}

export const columnsOf = (flags: ColumnFlags): CsvColumns => ({
  score: flags.scoreColumn,
  label: flags.labelColumn,
  time: flags.timeColumn ?? null,
  areProbabilities: flags.probabilities ?? false,
  skipBadRows: flags.skipBadRows ?? false,
});

/** Throws a `UsageError` when a file that is to be written has no folder: before the work, not after it. */
export function refuseFolderless(files: readonly string[]): void {
  for (const file of files) {
    const folder = dirname(file);
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
      throw new UsageError(`there is no folder ${folder} for ${file}`);
  }
}
