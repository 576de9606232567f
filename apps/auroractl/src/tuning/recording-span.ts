import { readdirSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { Fraction, Ms } from '@aurora/kernel';
import { readRecordingBlocks } from '@aurora/market/node';
import { UsageError } from '../cli/failures';

/** A recording and where it is cut: what is before is trained on, what is from there on is held out. */
export interface CutRecording {
  readonly folder: string;
  readonly firstMs: Ms;
  readonly cutMs: Ms;
  readonly lastMs: Ms;
  readonly frames: number;
  /** Tells it from others: name and size of each of its files. */
  readonly files: readonly string[];
}

/**
 * Reads through a recording and cuts it.
 * @param holdout share of its time that is held out.
 * @throws UsageError when it is none.
 */
export async function cutRecording(
  folder: string,
  holdout: Fraction,
  symbols?: readonly string[],
): Promise<CutRecording> {
  let [firstMs, lastMs, frames] = [Infinity, -Infinity, 0];
  try {
    for await (const block of readRecordingBlocks(folder, symbols)) {
      firstMs = Math.min(firstMs, block[0]!.localMs);
      lastMs = block.at(-1)!.localMs;
      frames += block.length;
    }
  } catch (error) {
    throw new UsageError(`${folder} is no recording that can be used: ${(error as Error).message}`);
  }
  const cutMs = Math.round(lastMs - holdout * (lastMs - firstMs));
  return { folder: resolve(folder), firstMs, cutMs, lastMs, frames, files: filesOf(folder) };
}

const filesOf = (folder: string): string[] =>
  readdirSync(folder)
    .sort()
    .filter((name) => statSync(join(folder, name)).isFile())
    .map((name) => `${basename(folder)}/${name}:${statSync(join(folder, name)).size}`);
