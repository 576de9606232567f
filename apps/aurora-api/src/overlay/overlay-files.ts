import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { type AppliedOverlay } from '../state/persisted-state';
import { writeWhole } from '../state/write-whole';

const ACTIVE = 'active.yaml';

/** The overlay in force as a file that people can read, and every earlier one beside it with the time it was replaced. */
export class OverlayFiles {
  constructor(private readonly folder: string) {}

  /** Puts the file in place whole; the one before it becomes a backup. `null` leaves only backups. */
  async replace(next: AppliedOverlay | null, nowMs: number): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const active = join(this.folder, ACTIVE);
    const stamp = new Date(nowMs).toISOString().replaceAll(/[-:]/g, '').replace('T', '-').replace('Z', '');
    try {
      await rename(active, join(this.folder, `backup-${stamp}.yaml`));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
    if (next !== null) await writeWhole(active, render(next));
  }
}

const render = ({ overlay, author, reason, applied_at_ms }: AppliedOverlay): string =>
  [
    `# applied ${new Date(applied_at_ms).toISOString()}`,
    `# author ${JSON.stringify(author)}`,
    `# reason ${JSON.stringify(reason)}`,
    stringify(overlay),
  ].join('\n');
