import type { Params } from '@aurora/tuning';

/** A partial configuration as the gate takes it. */
export type Overlay = Readonly<Record<string, unknown>>;

/** The section that is not the tuner's: whoever learns puts its model there while a trial runs. */
const MODEL = 'calibrator';

/** An overlay with the model of the one in force, or without one when that has none. */
export function withModelOf(active: Overlay | null, overlay: Overlay | null): Overlay {
  const { [MODEL]: _own, ...rest } = overlay ?? {};
  const model = active?.[MODEL];
  return model === undefined ? rest : { ...rest, [MODEL]: model };
}

/** The base with the parameters of a trial set, each by its dotted key, and the model in force. */
export const trialOverlay = (base: Overlay | null, params: Params, active: Overlay | null): Overlay =>
  Object.entries(params).reduce(
    (overlay, [key, value]) => withValueAt(overlay, key.split('.'), value),
    withModelOf(active, base),
  );

/** Whether two overlays say the same of everything but the model. No overlay says what an empty one says. */
export const sameButModel = (a: Overlay | null, b: Overlay | null): boolean =>
  canonical(withModelOf(null, a)) === canonical(withModelOf(null, b));

export const sameOverlay = (a: Overlay | null, b: Overlay | null): boolean => canonical(a ?? {}) === canonical(b ?? {});

/** Whether a parameter is none of the tuner's to choose. */
export const isOfModel = (name: string): boolean => name === MODEL || name.startsWith(`${MODEL}.`);

function withValueAt(within: Overlay, [key, ...rest]: readonly string[], value: unknown): Overlay {
  if (rest.length === 0) return { ...within, [key!]: value };
  const inner = within[key!];
  return { ...within, [key!]: withValueAt(isObject(inner) ? inner : {}, rest, value) };
}

const isObject = (value: unknown): value is Overlay =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    isObject(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner,
  );
