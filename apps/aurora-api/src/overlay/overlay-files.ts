import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { type AppliedOverlay } from '../state/persisted-state';
import { writeWhole } from '../state/write-whole';

const ACTIVE = 'active.yaml';
const BACKUP = /^backup-.*\.yaml$/;
/** Backups kept; all overlays that ever were stand in the event log. */
const MAX_BACKUPS = 100;

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
    await this.forgetOldest();
  }

  /** Names hold the time, so that their order is that of the overlays. */
  private async forgetOldest(): Promise<void> {
    const backups = (await readdir(this.folder)).filter((name) => BACKUP.test(name)).sort();
    for (const name of backups.slice(0, -MAX_BACKUPS)) await rm(join(this.folder, name));
  }
}

const render = ({ overlay, author, reason, applied_at_ms }: AppliedOverlay): string =>
  [
    `# applied ${new Date(applied_at_ms).toISOString()}`,
    `# author ${JSON.stringify(author)}`,
    `# reason ${JSON.stringify(reason)}`,
    stringify(overlay),
  ].join('\n');
