import type { ErrorObject } from 'ajv';
import { settleChoices } from './choice-errors';

/** What is wrong with one field of a body. */
export interface FieldError {
  /** Dotted path as the client wrote it, e.g. `market.sprt_samples[3]`; `body` for the whole. */
  readonly field: string;
  /** What is allowed, in plain words. */
  readonly message: string;
}

/** No answer lists more than this many errors or unknown fields. */
export const MAX_REPORTED = 32;

const TYPE_WORDS: Readonly<Record<string, string>> = {
  number: 'a number',
  integer: 'a whole number',
  string: 'a text',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  null: 'null',
};

/** Turns the validator's findings into one message per fault, in order, at most {@link MAX_REPORTED}. */
export function fieldErrors(errors: readonly ErrorObject[]): FieldError[] {
  const seen = new Set<string>();
  const found: FieldError[] = [];
  for (const error of settleChoices(errors)) {
    if (found.length === MAX_REPORTED) break;
    const fieldError = { field: fieldOf(error), message: messageOf(error) };
    const key = `${fieldError.field}\n${fieldError.message}`;
    if (seen.has(key)) continue;
    seen.add(key);
    found.push(fieldError);
  }
  return found;
}

function fieldOf(error: ErrorObject): string {
  let path = '';
  for (const escaped of error.instancePath.split('/').slice(1)) {
    const name = escaped.replace(/~1/g, '/').replace(/~0/g, '~');
    path += /^\d+$/.test(name) ? `[${name}]` : path === '' ? printable(name) : `.${printable(name)}`;
  }
  const { missingProperty, additionalProperty } = error.params as Partial<Record<string, string>>;
  const last = missingProperty ?? additionalProperty;
  if (last === undefined) return path === '' ? 'body' : path;
  return path === '' ? printable(last) : `${path}.${printable(last)}`;
}

/** A client's field name made safe to print: at most 64 characters, everything but printable ASCII as `?`. */
export const printable = (name: string): string => name.slice(0, 64).replace(/[^\x20-\x7e]/g, '?') || '""';

const allowedOf = (error: ErrorObject): string | undefined => error.parentSchema?.['x-allowed'] as string | undefined;

const MESSAGES: Readonly<Record<string, (error: ErrorObject) => string>> = {
  required: () => 'is required',
  additionalProperties: () => 'is not a known field',
  type: typeMessage,
  minimum: ({ params, data }) => `must be at least ${params['limit']}, not ${String(data)}`,
  maximum: ({ params, data }) => `must be at most ${params['limit']}, not ${String(data)}`,
  exclusiveMinimum: ({ params, data }) => `must be greater than ${params['limit']}, not ${String(data)}`,
  minLength: ({ params }) => `must have at least ${counted(params['limit'], 'character')}`,
  maxLength: ({ params }) => `must have at most ${counted(params['limit'], 'character')}`,
  minItems: ({ params }) => `must have at least ${counted(params['limit'], 'entry', 'entries')}`,
  maxItems: ({ params }) => `must have at most ${counted(params['limit'], 'entry', 'entries')}`,
  minProperties: ({ params }) => `must have at least ${counted(params['limit'], 'field')}`,
  enum: ({ params }) => `must be one of ${(params['allowedValues'] as unknown[]).join(', ')}`,
};

function messageOf(error: ErrorObject): string {
  if (typeof error.data === 'number' && !Number.isFinite(error.data)) return 'must be a finite number';
  const allowed = allowedOf(error);
  if (allowed !== undefined && (error.keyword === 'pattern' || error.keyword === 'type')) return `must be ${allowed}`;
  return MESSAGES[error.keyword]?.(error) ?? error.message ?? 'is not valid';
}

function typeMessage({ params, data }: ErrorObject): string {
  const types = ([] as string[]).concat(params['type'] as string | string[]);
  const wanted = types.filter((type) => type !== 'null').map((type) => TYPE_WORDS[type] ?? type);
  return `must be ${[...new Set(wanted)].join(' or ')}, not ${typeOf(data, types)}`;
}

function typeOf(value: unknown, wanted: readonly string[]): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'number') return wanted.includes('integer') ? 'a fraction' : 'a number';
  return TYPE_WORDS[typeof value] ?? 'nothing';
}

const counted = (count: unknown, one: string, many = `${one}s`): string =>
  `${String(count)} ${count === 1 ? one : many}`;
