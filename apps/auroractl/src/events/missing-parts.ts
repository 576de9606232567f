import { basename } from 'node:path';
import { rotatedParts } from '@aurora/events/node';
import { logNameOf } from './session';

/** Numbers that are missing between the first and the last rotated part of a log; those before the first were deleted by retention. */
export function missingParts(files: readonly string[]): number[] {
  const names = files.map((file) => basename(file));
  const seqs = rotatedParts(logNameOf(names[0] ?? ''), names).map(({ seq }) => seq);
  const missing: number[] = [];
  for (const [index, seq] of seqs.entries())
    for (let gap = (seqs[index - 1] ?? seq - 1) + 1; gap < seq; gap++) missing.push(gap);
  return missing;
}
