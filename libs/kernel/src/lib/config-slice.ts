import {
  Type,
  type NumberOptions,
  type SchemaOptions,
  type Static,
  type TObject,
  type TProperties,
  type TUnsafe,
} from '@sinclair/typebox';
import { camel, type Camel, type CamelKeys } from './camel';

/** What a configuration key says of itself besides its JSON Schema; docs, the environment table and the loader read it. */
export interface KeyNotes extends SchemaOptions {
  /** One sentence: what it does, its unit, what happens exactly at the limit. */
  description: string;
  /** Environment names, canonical one first; the others are aliases. */
  env?: readonly string[];
  /** Never printed, logged or written; shown as `***`. */
  secret?: boolean;
}

/** Sections and keys as they stand in YAML (snake_case). */
export type ConfigSlice = Readonly<Record<string, TProperties>>;

/** The value of a slice as code sees it: one object per section, keys in camelCase. */
export type ConfigOf<S extends ConfigSlice> = {
  readonly [Section in keyof S & string as Camel<Section>]: CamelKeys<Static<TObject<S[Section]>>>;
};

/** Declares configuration keys once: type, JSON Schema, default, bounds, environment names and documentation. */
export const configSlice = <const S extends ConfigSlice>(slice: S): S => slice;

/** A number that must be given a default and bounds. */
export const num = (options: NumberOptions & KeyNotes & { default: number }) => Type.Number(options);
/** An integer that must be given a default and bounds. */
export const int = (options: NumberOptions & KeyNotes & { default: number }) => Type.Integer(options);
/** A switch. */
export const flag = (options: KeyNotes & { default: boolean }) => Type.Boolean(options);
/** A text; give `maxLength`, `pattern` or the like. */
export const text = (
  options: KeyNotes & { default: string; minLength?: number; maxLength?: number; pattern?: string },
) => Type.String(options);
/** One of a closed list of texts. */
export const oneOf = <const T extends string>(values: readonly T[], options: KeyNotes & { default: T }): TUnsafe<T> =>
  Type.Unsafe<T>({ ...options, type: 'string', enum: [...values] });
/** A list of texts. */
export const texts = (
  options: KeyNotes & { default: readonly string[]; items?: SchemaOptions; maxItems?: number; uniqueItems?: boolean },
): TUnsafe<readonly string[]> =>
  Type.Unsafe<readonly string[]>({ ...options, type: 'array', items: { type: 'string', ...options.items } });
/** A number that is off while `null`; `null` is the default. */
export const optionalNum = (options: NumberOptions & KeyNotes): TUnsafe<number | null> =>
  Type.Unsafe<number | null>({ ...options, type: ['number', 'null'], default: null });
/** An integer that is off while `null`; `null` is the default. */
export const optionalInt = (options: NumberOptions & KeyNotes): TUnsafe<number | null> =>
  Type.Unsafe<number | null>({ ...options, type: ['integer', 'null'], default: null });
/** A text that is unset while `null`; `null` is the default. */
export const optionalText = (
  options: KeyNotes & { minLength?: number; maxLength?: number; pattern?: string },
): TUnsafe<string | null> => Type.Unsafe<string | null>({ ...options, type: ['string', 'null'], default: null });

/** Every key at its default, in the shape code sees. For tests and for libraries used on their own. */
export function defaultsOf<S extends ConfigSlice>(slice: S): ConfigOf<S> {
  const sections = Object.entries(slice).map(([section, keys]) => [
    camel(section),
    Object.fromEntries(Object.entries(keys).map(([key, schema]) => [camel(key), schema.default])),
  ]);
  return Object.fromEntries(sections) as ConfigOf<S>;
}
