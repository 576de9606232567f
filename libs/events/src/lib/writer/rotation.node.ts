import { readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { compressPart } from './compress-part.node';
import { Pace } from './pace.node';
import { rotatedName, rotatedParts } from './rotated-name';

export interface RotationLimits {
  /** A file is set aside before it grows beyond so many bytes. A single batch that is larger, or text beyond ASCII, may exceed it a little. */
  readonly maxBytes: number;
  /** Parts older than so many days are deleted; exactly as old is kept. */
  readonly retentionDays: number;
  /** So many parts are kept at most, the newest. */
  readonly retentionFiles: number;
}

const DAY_MS = 86_400_000;
const utcDay = (ms: number): number => Math.floor(ms / DAY_MS);

/** Sets a live file aside by size and UTC day; compresses and deletes old parts in the background. */
export class Rotation {
  private background: Promise<void> = Promise.resolve();

  private constructor(
    private readonly path: string,
    private readonly limits: RotationLimits,
    private readonly nowMs: () => number,
    private readonly report: (error: Error) => void,
    private readonly pace: Pace,
    private nextSeq: number,
    private day: number,
  ) {}

  /** Reads where an earlier run left off and finishes in the background what it left undone. */
  static async open(
    path: string,
    limits: RotationLimits,
    nowMs: () => number,
    report: (error: Error) => void,
    afterMs?: (pauseMs: number, run: () => void) => void,
  ): Promise<Rotation> {
    const names = await readdir(dirname(path));
    const name = basename(path);
    const day = utcDay(names.includes(name) ? (await stat(path)).mtimeMs : nowMs());
    const lastSeq = rotatedParts(basename(path, '.jsonl'), names).at(-1)?.seq ?? 0;
    const rotation = new Rotation(path, limits, nowMs, report, new Pace(afterMs), lastSeq + 1, day);
    rotation.tidyInBackground();
    return rotation;
  }

  get maxBytes(): number {
    return this.limits.maxBytes;
  }

  /** Whether a file of `size` bytes is to be set aside before `next` more are written. An empty one never is. */
  isDue(size: number, next: number, nowMs: number): boolean {
    const today = utcDay(nowMs);
    if (size === 0) this.day = today;
    return size > 0 && (size + next > this.limits.maxBytes || today > this.day);
  }

  /** Renames the live file, so that a new one can be opened in its place. */
  async setAside(): Promise<void> {
    const nowMs = this.nowMs();
    await rename(this.path, join(dirname(this.path), rotatedName(basename(this.path, '.jsonl'), nowMs, this.nextSeq)));
    this.nextSeq++;
    this.day = utcDay(nowMs);
    this.tidyInBackground();
  }

  /** Takes no more pauses in the background. Resolves when no work is left there. */
  finish(): Promise<void> {
    this.pace.hurry();
    return this.background;
  }

  private tidyInBackground(): void {
    this.background = this.background.then(() => this.tidy()).catch(this.report);
  }

  private async tidy(): Promise<void> {
    const folder = dirname(this.path);
    const parts = rotatedParts(basename(this.path, '.jsonl'), await readdir(folder));
    const oldestMs = this.nowMs() - this.limits.retentionDays * DAY_MS;
    const firstKept = parts.length - this.limits.retentionFiles;
    for (const [index, part] of parts.entries()) {
      if (index < firstKept || part.atMs < oldestMs) await rm(join(folder, part.name));
      else if (!part.compressed) await compressPart(join(folder, part.name), this.pace.rest);
    }
  }
}
