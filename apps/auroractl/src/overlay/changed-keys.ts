type Mapping = Readonly<Record<string, unknown>>;

/** One key of the configuration that an overlay sets otherwise than the one before; `null` where it sets nothing. */
export interface ChangedKey {
  readonly key: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** What differs between two overlays, by dotted key in order; lists are values. `null` is no overlay. */
export function changedKeys(before: Mapping | null, after: Mapping | null): readonly ChangedKey[] {
  const [old, next] = [leavesOf(before ?? {}), leavesOf(after ?? {})];
  return [...new Set([...old.keys(), ...next.keys()])]
    .sort()
    .map((key) => ({ key, before: old.get(key) ?? null, after: next.get(key) ?? null }))
    .filter(({ before: was, after: is }) => JSON.stringify(was) !== JSON.stringify(is));
}

const leavesOf = (mapping: Mapping, path = ''): Map<string, unknown> =>
  new Map(
    Object.entries(mapping).flatMap(([name, value]): [string, unknown][] => {
      const isSection = typeof value === 'object' && value !== null && !Array.isArray(value);
      return isSection ? [...leavesOf(value as Mapping, `${path}${name}.`)] : [[`${path}${name}`, value]];
    }),
  );
