import { configSlice, int, oneOf, optionalText, texts, type ConfigOf } from '@aurora/kernel';

/** When a line counts as written: see `logging.durability`. */
export const DURABILITIES = ['os', 'disk', 'async'] as const;
export type Durability = (typeof DURABILITIES)[number];

/** Configuration of the event log and of the orders files. */
export const loggingConfig = configSlice({
  logging: {
    session_dir: optionalText({
      description: 'Session folder; unset: a new folder logs/YYYYMMDD-hhmmss in UTC for every start.',
      minLength: 1,
      env: ['AURORA_SESSION_DIR'],
    }),
    durability: oneOf(DURABILITIES, {
      description:
        'When an answer may leave. os: its lines have reached the operating system, so killing the process loses nothing. disk: they are on the disk (grouped fsync), so losing power loses nothing. async: at once, from a bounded queue whose drops are counted.',
      default: 'os',
    }),
    rotate_mb: int({
      description: 'A file is rotated before it grows beyond this many megabytes (2^20 bytes), and at midnight UTC.',
      default: 100,
      minimum: 1,
      maximum: 4096,
    }),
    retention_days: int({
      description: 'Rotated files older than this many days are deleted; exactly as old is kept.',
      default: 7,
      minimum: 1,
      maximum: 3650,
    }),
    retention_files: int({
      description: 'At most so many rotated files of each kind are kept, the newest.',
      default: 200,
      minimum: 1,
      maximum: 100_000,
    }),
    async_queue_max: int({
      description: 'Lines waiting at most when durability is async; what comes beyond is dropped and counted.',
      default: 100_000,
      minimum: 100,
      maximum: 10_000_000,
    }),
    backlog_max: int({
      description:
        'Lines waiting at most when durability is os or disk, also while the disk fails; what comes beyond is dropped and counted.',
      default: 50_000,
      minimum: 100,
      maximum: 10_000_000,
    }),
    sampling: texts({
      description:
        'Chatty event codes to thin out: "1/N REGEX" keeps the first and then every Nth event of each code the expression matches; the first entry that matches counts. Codes that replay needs and HEALTH codes are never sampled.',
      default: [],
      items: { pattern: '^1/[1-9][0-9]{0,5} .+$' },
      maxItems: 50,
    }),
  },
});

/** Section `logging` as code sees it. */
export type LoggingConfig = ConfigOf<typeof loggingConfig>['logging'];
