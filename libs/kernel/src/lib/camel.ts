/** `latency_ms_limit` → `latencyMsLimit`. */
export type Camel<S extends string> = S extends `${infer Head}_${infer Tail}` ? `${Head}${Capitalize<Camel<Tail>>}` : S;

/** A type with its own keys, and those of nested objects, in camelCase. */
export type CamelKeys<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { [K in keyof T as K extends string ? Camel<K> : K]: CamelKeys<T[K]> }
    : T;

export const camel = (key: string): string => key.replace(/_([a-z0-9])/gi, (_, letter: string) => letter.toUpperCase());

/** Copy with keys in camelCase, at every depth of plain objects; arrays and scalars are kept as they are. */
export function camelKeys<T>(value: T): CamelKeys<T> {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value as CamelKeys<T>;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [camel(key), camelKeys(inner)]),
  ) as CamelKeys<T>;
}
