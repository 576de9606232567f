import type { AnswerFlags } from '../cli/answer';

/** Flags of `archive`. */
export interface ArchiveFlags extends AnswerFlags {
  readonly logs: string;
  readonly olderThan: number;
  readonly keep: number;
  readonly dryRun?: boolean;
  readonly remove?: boolean;
}

export async function runArchive(_flags: ArchiveFlags): Promise<void> {}
