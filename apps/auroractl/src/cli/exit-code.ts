/** What the exit code of every command means. */
export const EXIT = {
  fine: 0,
  /** The command ran and found something wrong, or could not do what was asked. */
  finding: 1,
  /** The command line, or a file it names, cannot be meant. */
  usage: 2,
  /** The gate, or another service that is needed, does not answer. */
  unreachable: 3,
} as const;
