import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { type ConfigProblem } from '../config-error';
import { type ConfigSchema } from '../schema/compose-schema';
import { typesOf, type ConfigKey } from '../schema/config-key';
import { type SourceDocument } from './document';
import { foldSections } from './fold-sections';
import { isIpOrCidr } from './ip-or-cidr';
import { nearestName } from './nearest-name';

/** The usable values of one source, by path of their key, and what is wrong with the others. */
export interface CheckedDocument {
  readonly values: ReadonlyMap<string, unknown>;
  readonly whereIs: (key: ConfigKey) => string;
  readonly problems: readonly ConfigProblem[];
  /** Paths of known keys that have a problem. */
  readonly failed: ReadonlySet<string>;
}

const compiled = new WeakMap<ConfigSchema, ValidateFunction>();

function validatorOf(schema: ConfigSchema): ValidateFunction {
  let validate = compiled.get(schema);
  if (!validate) {
    const ajv = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true, keywords: ['env', 'secret'] });
    ajv.addFormat('ip-or-cidr', isIpOrCidr);
    validate = ajv.compile(schema.json);
    compiled.set(schema, validate);
  }
  return validate;
}

/** Checks a document of one source against the schema: every problem is found, every sound key is kept. */
export function checkDocument(schema: ConfigSchema, document: SourceDocument): CheckedDocument {
  const folded = foldSections(schema, document);
  const problems = [...folded.problems];
  const failed = new Set(folded.contradicted);
  const validate = validatorOf(schema);
  validate(folded.value);
  for (const error of validate.errors ?? []) {
    const segments = [...pointer(error.instancePath), ...unknownName(error)];
    const key = keyAt(schema, segments);
    if (key) failed.add(key.path);
    const written = folded.writtenPath(segments);
    problems.push({
      path: written.join('.'),
      message: messageOf(schema, error, segments, folded.value, key),
      source: document.source,
      where: document.whereIs(written),
    });
  }
  const values = new Map<string, unknown>();
  for (const key of schema.keys) {
    const value = valueAt(folded.value, key.segments);
    if (value !== undefined && !failed.has(key.path)) values.set(key.path, value);
  }
  return { values, failed, problems, whereIs: (key) => document.whereIs(folded.writtenPath(key.segments)) };
}

const pointer = (instancePath: string): string[] =>
  instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replace(/~1/g, '/').replace(/~0/g, '~'));

const unknownName = (error: ErrorObject): string[] =>
  error.keyword === 'additionalProperties' ? [String(error.params['additionalProperty'])] : [];

/** The key that a path is, or lies within. */
const keyAt = (schema: ConfigSchema, segments: readonly string[]): ConfigKey | undefined =>
  segments.map((_, end) => schema.byPath.get(segments.slice(0, end + 1).join('.'))).find((key) => key !== undefined);

function valueAt(value: unknown, segments: readonly string[]): unknown {
  let inner = value;
  for (const segment of segments) {
    if (typeof inner !== 'object' || inner === null || !Object.hasOwn(inner, segment)) return undefined;
    inner = (inner as Record<string, unknown>)[segment];
  }
  return inner;
}

function messageOf(
  schema: ConfigSchema,
  error: ErrorObject,
  segments: readonly string[],
  document: unknown,
  key: ConfigKey | undefined,
): string {
  if (error.keyword === 'additionalProperties' && !key) {
    return `unknown key; the nearest known name is ${nearestName(schema, segments)}`;
  }
  const must = mustBe(error);
  if (!key || key.secret) return must;
  return `${must}, is ${shown(valueAt(document, segments))}`;
}

function mustBe({ keyword, params, message }: ErrorObject): string {
  if (keyword === 'enum') return `must be one of ${(params['allowedValues'] as unknown[]).join(', ')}`;
  if (keyword === 'format' && params['format'] === 'ip-or-cidr') return 'must be an IP address or a CIDR block';
  if (keyword !== 'type') return message ?? keyword;
  const types = typesOf({ type: params['type'] as string | string[] });
  return `must be ${types.map((type) => TYPE_WORDS[type] ?? type).join(' or ')}`;
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  boolean: 'true or false',
  number: 'a finite number',
  integer: 'an integer',
  string: 'a text',
  array: 'a list',
  object: 'a section',
};

function shown(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? 'undefined');
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
