import { camel, type Camel, type CamelKeys } from './camel';

/** What a configuration key says of itself besides its JSON Schema; docs, the environment table and the loader read it. */
export interface KeyNotes {
  /** One sentence: what it does, its unit, what happens exactly at the limit. */
  readonly description: string;
  /** Environment names, canonical one first; the others are aliases. */
  readonly env?: readonly string[];
  /** Never printed, logged or written; shown as `***`. */
  readonly secret?: boolean;
}

/** Bounds of a number: JSON Schema. */
export interface NumberBounds {
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
}

/** Bounds of a text: JSON Schema. */
export interface TextBounds {
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
}

/** Bounds of a list of texts: JSON Schema. */
export interface ListBounds {
  readonly items?: TextBounds & {
    readonly type?: 'string';
    readonly enum?: readonly string[];
    readonly format?: string;
  };
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
}

/** A field of an entry of a table: JSON Schema. */
export interface FieldSchema extends NumberBounds, TextBounds {
  readonly type: string | readonly string[];
  readonly enum?: readonly string[];
  readonly items?: FieldSchema;
  readonly minItems?: number;
  readonly maxItems?: number;
}

/** An entry of a table: JSON Schema. */
export interface RowSchema {
  readonly type: 'object';
  readonly properties: Readonly<Record<string, FieldSchema>>;
  readonly required: readonly string[];
  readonly additionalProperties: false;
}

/** One key: the JSON Schema of its values, its notes and its default, which is one of the values. */
export interface KeySchema<T> extends KeyNotes, NumberBounds, TextBounds, Omit<ListBounds, 'items'> {
  readonly type: string | readonly string[];
  readonly enum?: readonly string[];
  readonly items?: ListBounds['items'] | RowSchema;
  readonly default: T;
}

/** A key whose value is a list of texts. */
type TextsSchema = KeySchema<readonly string[]> & { readonly items: NonNullable<ListBounds['items']> };

/** Keys within a section of a section. */
export interface SectionSchema<K extends SectionKeys = SectionKeys> {
  readonly type: 'object';
  readonly properties: K;
}

/** The keys of one section as they stand in YAML (snake_case). */
export type SectionKeys = { readonly [name: string]: KeySchema<unknown> | SectionSchema };

/** Sections and keys as they stand in YAML (snake_case). */
export type ConfigSlice = Readonly<Record<string, SectionKeys>>;

type ValuesOf<K extends SectionKeys> = {
  -readonly [Name in keyof K]: K[Name] extends SectionSchema<infer Inner>
    ? ValuesOf<Inner>
    : K[Name] extends KeySchema<infer T>
      ? T
      : never;
};

/** The value of a slice as code sees it: one object per section, keys in camelCase. */
export type ConfigOf<S extends ConfigSlice> = {
  readonly [Section in keyof S & string as Camel<Section>]: CamelKeys<ValuesOf<S[Section]>>;
};

/** Declares configuration keys once: type, JSON Schema, default, bounds, environment names and documentation. */
export const configSlice = <const S extends ConfigSlice>(slice: S): S => slice;

/** A number that must be given a default and bounds. */
export const num = (options: NumberBounds & KeyNotes & { default: number }): KeySchema<number> => ({
  ...options,
  type: 'number',
});
/** An integer that must be given a default and bounds. */
export const int = (options: NumberBounds & KeyNotes & { default: number }): KeySchema<number> => ({
  ...options,
  type: 'integer',
});
/** A switch. */
export const flag = (options: KeyNotes & { default: boolean }): KeySchema<boolean> => ({ ...options, type: 'boolean' });
/** A text; give `maxLength`, `pattern` or the like. */
export const text = (options: TextBounds & KeyNotes & { default: string }): KeySchema<string> => ({
  ...options,
  type: 'string',
});
/** One of a closed list of texts. */
export const oneOf = <const T extends string>(
  values: readonly T[],
  options: KeyNotes & { default: T },
): KeySchema<T> => ({ ...options, type: 'string', enum: [...values] });
/** A list of texts. */
export const texts = (options: ListBounds & KeyNotes & { default: readonly string[] }): TextsSchema => ({
  ...options,
  type: 'array',
  items: { type: 'string', ...options.items },
});
/**
 * A list of entries with named fields, which stand in code as they do in YAML. `fields` is the JSON Schema of each; a field
 * that `required` does not name may be left out, one that is not declared is refused.
 */
export const table = <Row extends object>(
  fields: Readonly<Record<keyof Row & string, FieldSchema>>,
  {
    required,
    ...options
  }: KeyNotes & {
    readonly default: readonly Row[];
    readonly required: readonly (keyof Row & string)[];
    readonly minItems?: number;
    readonly maxItems?: number;
  },
): KeySchema<readonly Row[]> => ({
  ...options,
  type: 'array',
  items: { type: 'object', properties: fields, required, additionalProperties: false },
});
/** A number that is off while `null`; `null` is the default. */
export const optionalNum = (options: NumberBounds & KeyNotes): KeySchema<number | null> => ({
  ...options,
  type: ['number', 'null'],
  default: null,
});
/** An integer that is off while `null`; `null` is the default. */
export const optionalInt = (options: NumberBounds & KeyNotes): KeySchema<number | null> => ({
  ...options,
  type: ['integer', 'null'],
  default: null,
});
/** A switch that follows from other keys while `null`; `null` is the default. */
export const optionalFlag = (options: KeyNotes): KeySchema<boolean | null> => ({
  ...options,
  type: ['boolean', 'null'],
  default: null,
});
/** A text that is unset while `null`; `null` is the default. */
export const optionalText = (options: TextBounds & KeyNotes): KeySchema<string | null> => ({
  ...options,
  type: ['string', 'null'],
  default: null,
});
/** A section within a section. */
export const section = <const K extends SectionKeys>(properties: K): SectionSchema<K> => ({
  type: 'object',
  properties,
});

/** Every key at its default, in the shape code sees. For tests and for libraries used on their own. */
export function defaultsOf<S extends ConfigSlice>(slice: S): ConfigOf<S> {
  const sections = Object.entries(slice).map(([name, keys]) => [camel(name), valuesOf(keys)]);
  return Object.fromEntries(sections) as ConfigOf<S>;
}

const valuesOf = (keys: SectionKeys): object =>
  Object.fromEntries(
    Object.entries(keys).map(([name, schema]) => [
      camel(name),
      isSection(schema) ? valuesOf(schema.properties) : schema.default,
    ]),
  );

const isSection = (schema: KeySchema<unknown> | SectionSchema): schema is SectionSchema => schema.type === 'object';
