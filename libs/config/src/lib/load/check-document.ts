import { createRequire } from 'node:module';
import { type Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { type ConfigProblem } from '../config-error';
import { type ConfigSchema } from '../schema/compose-schema';
import { typesOf, type ConfigKey, type SchemaNode } from '../schema/config-key';
import { type SourceDocument } from './document';
import { foldSections } from './fold-sections';
import { isIpOrCidr } from './ip-or-cidr';
import { isPlainlySound } from './is-plainly-sound';
import { nearestName } from './nearest-name';

/** The usable values of one source, by path of their key, and what is wrong with the others. */
export interface CheckedDocument {
  readonly values: ReadonlyMap<string, unknown>;
  readonly whereIs: (key: ConfigKey) => string;
  readonly problems: readonly ConfigProblem[];
  /** Paths of known keys that have a problem. */
  readonly failed: ReadonlySet<string>;
}

/** Checks a document of one source against the schema: every problem is found, every sound key is kept. */
export function checkDocument(schema: ConfigSchema, document: SourceDocument): CheckedDocument {
  const folded = foldSections(schema, document);
  const problems = [...folded.problems];
  const failed = new Set(folded.contradicted);
  for (const { segments, message } of faultsOf(schema, folded.value)) {
    const key = keyAt(schema, segments);
    if (key) failed.add(key.path);
    const written = folded.writtenPath(segments);
    problems.push({
      path: written.join('.'),
      message,
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

/** What is wrong, and where: a path within the document. */
interface Fault {
  readonly segments: readonly string[];
  readonly message: string;
}

function faultsOf(schema: ConfigSchema, document: Readonly<Record<string, unknown>>): Fault[] {
  const within = (keys: Readonly<Record<string, unknown>>, node: SchemaNode, parent: readonly string[]): Fault[] =>
    Object.entries(keys).flatMap(([name, value]) => {
      const segments = [...parent, name];
      const inner = Object.hasOwn(node.properties ?? {}, name) ? node.properties![name]! : undefined;
      if (inner === undefined)
        return [{ segments, message: `unknown key; the nearest known name is ${nearestName(schema, segments)}` }];
      if (inner.properties === undefined) return faultsOfKey(inner, value, segments);
      return isSection(value)
        ? within(value, inner, segments)
        : [{ segments, message: `must be ${TYPE_WORDS['object']}` }];
    });
  return within(document, schema.json, []);
}

function faultsOfKey(key: SchemaNode, value: unknown, segments: readonly string[]): Fault[] {
  if (isPlainlySound(key, value)) return [];
  const isValid = validatorOf(key);
  if (isValid(value)) return [];
  return isValid.errors!.map((error) => {
    const inner = pointer(error.instancePath);
    const shownValue = key.secret ? '' : `, is ${shown(valueAt(value, inner))}`;
    return { segments: [...segments, ...inner], message: mustBe(error) + shownValue };
  });
}

let ajv: Ajv | undefined;

/** Loaded and compiled when a value is not plainly sound: most configurations never need it. */
function validatorOf(key: SchemaNode): ValidateFunction {
  if (ajv === undefined) {
    const { Ajv: Validator } = createRequire(__filename)('ajv') as typeof import('ajv');
    // Its meta-schema would be compiled to check what tests have checked.
    const options = { meta: false, validateSchema: false, keywords: ['env', 'secret'] };
    ajv = new Validator({ allErrors: true, strict: true, allowUnionTypes: true, ...options });
    ajv.addFormat('ip-or-cidr', isIpOrCidr);
  }
  const present = compiled.get(key);
  if (present) return present;
  const validate = ajv.compile(key);
  compiled.set(key, validate);
  return validate;
}

const compiled = new WeakMap<SchemaNode, ValidateFunction>();

const isSection = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const pointer = (instancePath: string): string[] =>
  instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replace(/~1/g, '/').replace(/~0/g, '~'));

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
