import type { Command } from 'commander';
import { durationOption, wholeNumber } from '../cli/arguments';
import { command } from '../cli/command-line';
import type { ArchiveFlags } from '../archive/run-archive';

const EXAMPLES = [
  'archive --dry-run',
  'archive --older-than 7d --keep 3',
  'archive --logs /var/aurora/logs --remove --json',
];
const NOTES = `
A session becomes <name>.tar.gz beside its folder, with <name>.tar.gz.manifest.json: every file with its size and SHA-256. What was written is
read again whole and compared with the originals before it gets its name, and again before --remove deletes them. Never touched: a session
that a living process writes or was started for, and one written to in the last 10 minutes. What is archived already is skipped.`;

export const archiveCommand = (): Command =>
  command('archive', 'Packs old session folders into checked archives.', EXAMPLES)
    .option('--logs <folder>', 'where the session folders are', 'logs')
    .addOption(durationOption('--older-than <duration>', 'only what was last written longer ago', '1d'))
    .option('--keep <count>', 'leaves the newest so many sessions alone', wholeNumber(0, 1_000_000), 0)
    .option('--dry-run', 'says what would be done')
    .option('--remove', 'deletes a folder once its archive has been compared with it')
    .addHelpText('after', NOTES)
    .action(async (flags: ArchiveFlags) => {
      const { runArchive } = await import('../archive/run-archive.js');
      await runArchive(flags);
    });
