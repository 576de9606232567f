import type { Command } from 'commander';

/** What both commands read. */
export const SOURCES = `
A source is a session folder (its runner's outcomes, rotated parts included), an event log, or a CSV file with a header, .gz or not.
A CSV file has a score from -1 to 1, or with --probabilities a probability from 0 to 1, a label 0 or 1, and a time: ISO 8601, or
s, ms, µs or ns since the epoch. Without times the order of the rows stands for them.`;

/** Gives a command the options that say how CSV files are read. */
export const withColumns = (command: Command): Command =>
  command
    .option('--score-column <name>', 'of a CSV file', 'score')
    .option('--label-column <name>', 'of a CSV file', 'label')
    .option('--time-column <name>', 'of a CSV file (default: ts, where there is one)')
    .option('--probabilities', 'the score column holds probabilities')
    .option('--skip-bad-rows', 'leaves out rows of CSV files that cannot be read, and counts them');
