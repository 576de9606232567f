import type { Dimension, Params, ParamValue, Space } from '../space/space';
import { BadRecord } from './journal-record';

/** Parameters as the journal holds them: internal values and the JSON texts of their distributions, by name. */
export interface StoredParams {
  readonly params: Readonly<Record<string, number>>;
  readonly distributions: Readonly<Record<string, string>>;
}

/** What Optuna calls a dimension: its distribution as JSON text. */
export function distributionOf(dimension: Dimension): string {
  if (dimension.type === 'categorical')
    return JSON.stringify({ name: 'CategoricalDistribution', attributes: { choices: dimension.choices } });
  const { type, low, high, log = false, step } = dimension;
  return type === 'int'
    ? JSON.stringify({ name: 'IntDistribution', attributes: { log, step: step ?? 1, low, high } })
    : JSON.stringify({ name: 'FloatDistribution', attributes: { step: step ?? null, low, high, log } });
}

/** Parameters of a space for the journal; the internal value of a category is its place. @throws RangeError for a choice that is none. */
export function storedParams(space: Space, params: Params): StoredParams {
  const entries = space.map((dimension) => [dimension.name, internalValue(dimension, params[dimension.name])] as const);
  return {
    params: Object.fromEntries(entries),
    distributions: Object.fromEntries(space.map((dimension) => [dimension.name, distributionOf(dimension)])),
  };
}

function internalValue(dimension: Dimension, value: ParamValue | undefined): number {
  const internal = dimension.type === 'categorical' ? dimension.choices.indexOf(value!) : value;
  if (typeof internal !== 'number' || !Number.isFinite(internal) || (dimension.type === 'categorical' && internal < 0))
    throw new RangeError(`${dimension.name} cannot be ${String(value)}`);
  return internal;
}

/** Parameters out of the journal. @throws BadRecord for a distribution, or a place in one, that is none. */
export function readParams({ params, distributions }: StoredParams): Params {
  return Object.fromEntries(
    Object.entries(params).map(([name, internal]) => [name, externalValue(distributions[name] ?? '', internal)]),
  );
}

interface Distribution {
  readonly name: string;
  readonly attributes?: { readonly choices?: readonly ParamValue[] };
}

function externalValue(text: string, internal: number): ParamValue {
  const { name, attributes } = parsed(text);
  if (name === 'FloatDistribution') return internal;
  if (name === 'IntDistribution') return Math.trunc(internal);
  const choice = name === 'CategoricalDistribution' ? attributes?.choices?.[internal] : undefined;
  if (choice === undefined) throw new BadRecord(`no value ${internal} in the distribution ${text}`);
  return choice;
}

function parsed(text: string): Distribution {
  try {
    return JSON.parse(text) as Distribution;
  } catch {
    throw new BadRecord(`no distribution: ${text}`);
  }
}
