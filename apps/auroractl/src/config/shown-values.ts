import { configKeys, describeConfig, type ConfigSource, type ResolvedConfig } from '@aurora/config';

/** One effective value, fit to be printed. */
export interface ShownValue {
  readonly key: string;
  /** `***` for a secret that is set. */
  readonly value: unknown;
  readonly default: unknown;
  readonly source: ConfigSource;
  /** File with line and column, environment name, or what a default follows from. */
  readonly where: string;
  readonly description: string;
}

/** Which values are wanted. */
export interface ShownFilter {
  /** A section or the beginning of a key. */
  readonly key?: string;
  readonly source?: ConfigSource;
  /** Those nobody set as well. */
  readonly all?: boolean;
}

/**
 * The effective values in the order of the reference: those somebody set and what follows from them, unless a key, a
 * source or all of them were asked for.
 */
export function shownValues(resolved: ResolvedConfig, { key = '', source, all }: ShownFilter): readonly ShownValue[] {
  const declared = new Map(configKeys().map((row) => [row.path, row]));
  const isSet = (path: string): boolean => resolved.provenance.get(path)!.source !== 'default';
  const follows = (where: string): boolean => {
    const origins = [...declared.keys()].filter((path) => where.split(' ').includes(path));
    return where !== 'default' && (origins.length === 0 ? true : origins.some(isSet));
  };
  const isWanted = ({ key: path, source: from, where }: ShownValue): boolean => {
    if (source !== undefined && from !== source) return false;
    if (key !== '') return path.startsWith(key);
    return all === true || source !== undefined || from !== 'default' || follows(where);
  };
  return describeConfig(resolved)
    .map(({ path, ...line }) => ({
      key: path,
      value: line.value,
      default: declared.get(path)!.default,
      source: line.source,
      where: line.where,
      description: line.description,
    }))
    .filter(isWanted);
}

/** A value as it would stand in YAML; `unset` for null. */
export const valueText = (value: unknown): string => {
  if (value === null || value === undefined) return 'unset';
  if (typeof value !== 'string') return JSON.stringify(value).replaceAll(',', ', ');
  return value === '' || /[\r\n]/.test(value) ? JSON.stringify(value) : value;
};
