import type { ConfigError, ConfigProblem } from '@aurora/config';
import { plainTable } from '../cli/plain-table';
import { Finding } from '../cli/failures';

/** Each problem on a line of its own: where, which key, what. */
export const problemLines = (problems: readonly ConfigProblem[]): string =>
  plainTable(problems.map(({ where, path, message }) => [`  ${where}`, path, message]));

/** A configuration that cannot be settled. */
export const unusable = ({ problems }: ConfigError, what = 'the configuration'): Finding =>
  new Finding(`${what} cannot be used:\n${problemLines(problems)}`);
