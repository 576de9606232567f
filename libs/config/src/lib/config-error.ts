/** Which layer a value stands in; later ones win: default, yaml, overlay, env. */
export type ConfigSource = 'default' | 'yaml' | 'overlay' | 'env';

/** One thing that is wrong with a configuration. Never carries the value of a secret. */
export interface ConfigProblem {
  /** Dotted key as it was written, `(file)` for a file that cannot be read at all. */
  readonly path: string;
  readonly message: string;
  readonly source: ConfigSource;
  /** `file:line:column`, an overlay's name, or the environment name. */
  readonly where: string;
}

/** Thrown by every loader with all problems at once, each on its own line of `message`. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(readonly problems: readonly ConfigProblem[]) {
    const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
    super([`${count} in the configuration:`, ...problems.map(formatProblem)].join('\n'));
  }
}

const formatProblem = ({ path, message, where }: ConfigProblem): string => `- ${path} (${where}): ${message}`;
