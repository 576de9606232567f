import { createHash } from 'node:crypto';
import { type ConfigKey } from '../schema/config-key';

/**
 * SHA-256 (hex) over the effective values in canonical JSON: keys sorted by path, object keys sorted, without secrets and
 * without `places`, the keys that say where a process runs rather than what it does.
 */
export function configHash(
  keys: readonly ConfigKey[],
  values: ReadonlyMap<string, unknown>,
  places: readonly string[],
): string {
  const open = keys.filter(({ path, secret }) => !secret && !places.includes(path)).map(({ path }) => path);
  const canonical = JSON.stringify(open.sort().map((path) => [path, sortKeys(values.get(path))]));
  return createHash('sha256').update(canonical).digest('hex');
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, sortKeys(inner)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
