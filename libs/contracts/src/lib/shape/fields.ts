import 'reflect-metadata';
import { Type } from 'class-transformer';
import {
  Allow,
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsNumber,
  IsInt,
  IsObject,
  IsOptional,
  IsPositive,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';

type DecoratorSchema = Exclude<Parameters<typeof JSONSchema>[0], (...args: never[]) => unknown>;

/** Whether a field may be left out. Optional (the default): absent and `null` mean the same. */
export interface Presence {
  /** Must be there and not be null. */
  required?: boolean;
  /** Must be there; `null` says there is no value. */
  nullable?: boolean;
  example?: unknown;
}

/** Every number is finite; `above` is an exclusive lower limit and may only be 0. An infinite limit is none. */
export interface NumberBounds extends Presence {
  min?: number;
  above?: 0;
  max: number;
}

export interface TextBounds extends Presence {
  minLength?: number;
  maxLength: number;
  /** `allowed` says in words what the pattern admits; it ends the sentence "must be …". */
  pattern?: RegExp;
  allowed?: string;
}

type Decorator = (target: object, key: string) => void;
type Nestable = new () => object;

const FINITE = { allowNaN: false, allowInfinity: false };

/** Where a shape stands in the OpenAPI document, and in the validator. */
export const schemaRef = (shape: Nestable): string => `#/components/schemas/${shape.name}`;

/** A finite number. */
export const Num = (description: string, bounds: NumberBounds): Decorator =>
  field(description, bounds, {}, IsNumber(FINITE), ...limits(bounds, false));

/** A whole number. */
export const Int = (description: string, bounds: NumberBounds): Decorator =>
  field(description, bounds, { type: 'integer' }, ...limits(bounds, false), IsInt());

/** A list of finite numbers. */
export const Nums = (description: string, bounds: NumberBounds & { maxItems: number }): Decorator =>
  field(
    description,
    bounds,
    {},
    IsArray(),
    ArrayMaxSize(bounds.maxItems),
    IsNumber(FINITE, { each: true }),
    ...limits(bounds, true),
  );

/** A finite number or a list of them. */
export const NumOrNums = (
  description: string,
  bounds: Presence & { min: number; max: number; maxItems: number },
): Decorator => {
  const { min: minimum, max: maximum, maxItems } = bounds;
  const schema: DecoratorSchema = { type: ['number', 'array'], minimum, maximum, maxItems };
  return field(description, bounds, { ...schema, items: { type: 'number', minimum, maximum } }, Allow());
};

/** A text. */
export const Text = (description: string, bounds: TextBounds): Decorator =>
  field(
    description,
    bounds,
    bounds.allowed === undefined ? {} : { 'x-allowed': bounds.allowed },
    IsString(),
    ...(bounds.minLength === undefined ? [] : [MinLength(bounds.minLength)]),
    MaxLength(bounds.maxLength),
    ...(bounds.pattern === undefined ? [] : [Matches(bounds.pattern)]),
  );

/** A list of texts. */
export const Texts = (description: string, bounds: TextBounds & { maxItems: number }): Decorator =>
  field(
    description,
    bounds,
    {},
    IsArray(),
    ArrayMaxSize(bounds.maxItems),
    IsString({ each: true }),
    MaxLength(bounds.maxLength, { each: true }),
  );

/** An identifier as venues send it, a text or a number. */
export const Id = (description: string, bounds: Presence = {}): Decorator =>
  field(description, bounds, { type: ['string', 'number'], minimum: -1e30, maximum: 1e30, maxLength: 128 }, Allow());

/** A finite number, or its digits as a text, as venues send them. */
export const Digits = (description: string, bounds: Presence = {}): Decorator =>
  field(description, bounds, { type: ['number', 'string'], minimum: 0, maximum: 1e15, maxLength: 64 }, Allow());

/** One of a closed list of texts. */
export const OneOf = (description: string, values: readonly string[], bounds: Presence = {}): Decorator =>
  field(description, bounds, {}, IsIn([...values]));

/** True or false. */
export const Flag = (description: string, bounds: Presence = {}): Decorator =>
  field(description, bounds, {}, IsBoolean());

/** Another shape; with `orNumber` a bare finite number in its place. */
export const Nested = (
  shape: () => Nestable,
  description: string,
  bounds: Presence & { orNumber?: boolean } = {},
): Decorator =>
  field(
    description,
    bounds,
    () => orNumber({ $ref: schemaRef(shape()) }, bounds.orNumber),
    ValidateNested(),
    Type(shape),
  );

/** A list of another shape; with `orNumber` a bare finite number in its place. */
export const NestedList = (
  shape: () => Nestable,
  description: string,
  bounds: Presence & { maxItems?: number; orNumber?: boolean } = {},
): Decorator =>
  field(
    description,
    bounds,
    () => {
      const most = bounds.maxItems === undefined ? {} : { maxItems: bounds.maxItems };
      return orNumber({ type: 'array', items: { $ref: schemaRef(shape()) }, ...most }, bounds.orNumber);
    },
    IsArray(),
    ValidateNested({ each: true }),
    Type(shape),
  );

/** An object whose fields are not told here. */
export const Free = (description: string, bounds: Presence & { values?: DecoratorSchema } = {}): Decorator =>
  field(description, bounds, { type: 'object', additionalProperties: bounds.values ?? true }, IsObject());

/** Any value. */
export const Anything = (description: string, bounds: Presence = {}): Decorator =>
  field(description, bounds, {}, Allow());

function limits({ min = -Infinity, above, max }: NumberBounds, each: boolean): PropertyDecorator[] {
  const options = { each };
  const low = above === 0 ? [IsPositive(options)] : Number.isFinite(min) ? [Min(min, options)] : [];
  return Number.isFinite(max) ? [...low, Max(max, options)] : low;
}

function field(
  description: string,
  presence: Presence,
  extra: DecoratorSchema | (() => DecoratorSchema),
  ...decorators: PropertyDecorator[]
): Decorator {
  const optional = presence.required !== true && presence.nullable !== true;
  return (target, key) => {
    for (const decorate of optional ? [...decorators, IsOptional()] : decorators) decorate(target, key);
    JSONSchema((source) => {
      const schema: DecoratorSchema = typeof extra === 'function' ? extra() : { ...source, ...extra };
      const notes = { description, ...(presence.example === undefined ? {} : { examples: [presence.example] }) };
      return { ...(presence.required === true ? schema : orNull(schema)), ...notes };
    })(target, key);
  };
}

/** Admits a bare amount beside what the schema admits. */
const orNumber = (schema: DecoratorSchema, wanted = false): DecoratorSchema =>
  wanted ? { anyOf: [schema, { type: 'number', minimum: -1e15, maximum: 1e15 }] } : schema;

/** Admits `null` beside what the schema admits. */
function orNull(schema: DecoratorSchema): DecoratorSchema {
  if ('$ref' in schema) return { anyOf: [schema, { type: 'null' }] };
  if (schema.anyOf !== undefined) return { ...schema, anyOf: [...schema.anyOf, { type: 'null' }] };
  if (schema.type === undefined) return schema;
  const values: { enum?: unknown[] } = schema.enum === undefined ? {} : { enum: [...schema.enum, null] };
  return { ...schema, type: [schema.type, 'null'].flat() as NonNullable<typeof schema.type>, ...values };
}
