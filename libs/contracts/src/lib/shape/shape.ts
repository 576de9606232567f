import Ajv, { type ValidateFunction } from 'ajv';
import { ValidationTypes } from 'class-validator';
import { targetConstructorToSchema } from 'class-validator-jsonschema';
import { fieldErrors, type FieldError } from './field-error';
import { unknownFields, knownFields, type KnownFields } from './unknown-fields';

export type JsonSchema = Readonly<Record<string, unknown>>;
export type ShapeClass<T extends object = object> = new () => T;

const REF = '#/components/schemas/';

/** The JSON Schema of one declared class, 2020-12 vocabulary; nested classes are referred to by `$ref`. */
export const schemaOf = (shape: ShapeClass): JsonSchema =>
  targetConstructorToSchema(shape, {
    // The field decorators say it all: a reference for a nested class, null for an optional field.
    additionalConverters: { [ValidationTypes.NESTED_VALIDATION]: {}, [ValidationTypes.WHITELIST]: {} },
  }) as JsonSchema;

/** Schemas of the given classes and of all they refer to, by class name. Throws when a referred class is not given. */
export function schemasOf(shapes: readonly ShapeClass[]): Readonly<Record<string, JsonSchema>> {
  const schemas = Object.fromEntries(shapes.map((shape) => [shape.name, schemaOf(shape)]));
  const refs = JSON.stringify(schemas).matchAll(/"#\/components\/schemas\/(\w+)"/g);
  for (const [, name] of refs) if (!(name! in schemas)) throw new Error(`shape ${name} is referred to and not listed`);
  return schemas;
}

/**
 * A REST shape ready for use, out of one decorated class. `accepts` stops at the first fault and allocates nothing for
 * a good body; `errors` finds every fault and is meant for bodies already refused. Neither throws, whatever the body.
 * The validators are compiled at first use.
 */
export class Shape<T extends object> {
  private schemas: Readonly<Record<string, JsonSchema>> | undefined;
  private first: ValidateFunction<T> | undefined;
  private all: ValidateFunction<T> | undefined;
  private known: KnownFields | undefined;

  /** @param parts classes the first one refers to, at any depth. */
  constructor(
    private readonly root: ShapeClass<T>,
    private readonly parts: readonly ShapeClass[] = [],
  ) {}

  /** Compiles now what would else be compiled for the first body. */
  prepare(): void {
    this.first ??= this.compile(false);
    this.all ??= this.compile(true);
    this.known ??= this.knownFields();
  }

  accepts(body: unknown): body is T {
    this.first ??= this.compile(false);
    return this.first(body);
  }

  /** Every fault of a body, at most 32; empty when it is accepted. */
  errors(body: unknown): FieldError[] {
    this.all ??= this.compile(true);
    return this.all(body) ? [] : fieldErrors(this.all.errors ?? []);
  }

  /** Dotted paths of fields the shape does not know, at most 32, cut and made printable. */
  unknownFields(body: T): string[] {
    this.known ??= this.knownFields();
    return unknownFields(body, this.known);
  }

  /** The body as its type, or every fault of it. */
  parse(body: unknown): Parsed<T> {
    return this.accepts(body) ? { ok: true, value: body } : { ok: false, errors: this.errors(body) };
  }

  private definitions(): Readonly<Record<string, JsonSchema>> {
    return (this.schemas ??= schemasOf([this.root, ...this.parts]));
  }

  private knownFields(): KnownFields {
    return knownFields(this.root.name, this.definitions());
  }

  private compile(thorough: boolean): ValidateFunction<T> {
    // The schemas are checked against their meta-schema by a test, which spares every start 20 ms.
    const ajv = new Ajv({ strict: false, meta: false, validateSchema: false, allErrors: thorough, verbose: thorough });
    return ajv.compile<T>({ $ref: `${REF}${this.root.name}`, components: { schemas: this.definitions() } });
  }
}

export type Parsed<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly errors: readonly FieldError[] };
