import { parseSpace } from '../space/parse-space';
import { type ParamValue, type Space } from '../space/space';

/** One dimension of a search as it stands in a configuration file. */
export interface SearchEntry {
  /** Path of the configuration key, which is also the name of the parameter: `parent_gate.z_threshold`. */
  readonly key: string;
  readonly type: 'float' | 'int' | 'categorical';
  readonly low?: number;
  readonly high?: number;
  readonly log?: boolean;
  readonly step?: number;
  readonly choices?: readonly ParamValue[];
}

/** JSON Schema of the fields of an entry; what they must be together `searchSpaceOf` says. */
export const SEARCH_ENTRY_FIELDS = {
  key: { type: 'string', minLength: 1, maxLength: 200 },
  type: { type: 'string', enum: ['float', 'int', 'categorical'] },
  low: { type: 'number' },
  high: { type: 'number' },
  log: { type: 'boolean' },
  step: { type: 'number', exclusiveMinimum: 0 },
  choices: { type: 'array', minItems: 1, items: { type: ['number', 'string', 'boolean'] } },
} as const;

/** The space of entries, each key the name of its dimension. Throws `SpaceError` with every problem at once. */
export const searchSpaceOf = (entries: readonly SearchEntry[]): Space =>
  parseSpace(entries.map(({ key, ...dimension }) => ({ name: key, ...dimension })));
