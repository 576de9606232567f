import { type ConfigProblem } from '../config-error';
import { type ConfigSchema } from '../schema/compose-schema';
import { typesOf, type ConfigKey } from '../schema/config-key';
import { type SourceDocument } from './document';

/** Names and texts, as a process or a `.env` file holds them. */
export type EnvTexts = Readonly<Record<string, string | undefined>>;

/** The environment, and the `.env` file that stands behind it: where both set a key, the environment wins. */
export interface EnvSources {
  readonly env?: EnvTexts;
  readonly dotenv?: { readonly file: string; readonly values: EnvTexts };
}

/** A key that was set through another name than its canonical one. */
export interface AliasUsed {
  readonly path: string;
  readonly alias: string;
  readonly canonical: string;
}

/** What the environment says, as a document like any other. */
export interface ReadEnv {
  readonly document: SourceDocument;
  readonly problems: readonly ConfigProblem[];
  readonly failed: ReadonlySet<string>;
  readonly aliasesUsed: readonly AliasUsed[];
}

interface Given {
  readonly name: string;
  readonly text: string;
  readonly where: string;
}

/**
 * Reads the environment names of every key, typed by the key: `1 0 true false on off` for switches only, decimals for
 * numbers, comma-separated lists, everything else stays text. An empty or blank text is unset. Two names of one key
 * with different values are a problem that names both.
 */
export function readEnv(schema: ConfigSchema, sources: EnvSources): ReadEnv {
  const value: Record<string, Record<string, unknown>> = {};
  const where = new Map<string, string>();
  const problems: ConfigProblem[] = [];
  const failed = new Set<string>();
  const aliasesUsed: AliasUsed[] = [];
  for (const key of schema.keys) {
    const given = givenFor(key, sources);
    const first = given[0];
    if (!first) continue;
    const parsed = given.map(({ text }) => parseText(key, text));
    const found = problemsOf(key, given, parsed);
    if (found.length > 0) {
      problems.push(...found);
      failed.add(key.path);
      continue;
    }
    setAt(value, key.segments, parsed[0]!.value);
    where.set(key.path, first.where);
    const aliases = given.filter(({ name }) => name !== key.env[0]);
    aliasesUsed.push(...aliases.map(({ name }) => ({ path: key.path, alias: name, canonical: key.env[0]! })));
  }
  const whereIs = (segments: readonly string[]) =>
    where.get(schema.keys.find(({ path }) => isWithin(segments, path))?.path ?? '') ?? 'environment';
  return { document: { source: 'env', value, whereIs }, problems, failed, aliasesUsed };
}

const isWithin = (segments: readonly string[], path: string): boolean =>
  `${segments.join('.')}.`.startsWith(`${path}.`);

function givenFor(key: ConfigKey, { env = {}, dotenv }: EnvSources): Given[] {
  const from = (texts: EnvTexts, suffix: string): Given[] =>
    key.env.flatMap((name) => {
      const text = texts[name];
      return text === undefined || text.trim() === '' ? [] : [{ name, text, where: name + suffix }];
    });
  const real = from(env, '');
  return real.length > 0 || !dotenv ? real : from(dotenv.values, ` (${dotenv.file})`);
}

type Parsed = { readonly value: unknown; readonly must?: undefined } | { readonly value: null; readonly must: string };

const DECIMAL = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;
const SWITCH: Readonly<Record<string, boolean>> = {
  '1': true,
  true: true,
  on: true,
  '0': false,
  false: false,
  off: false,
};

function parseText(key: ConfigKey, text: string): Parsed {
  const types = typesOf(key.schema);
  const trimmed = text.trim();
  if (types.includes('boolean')) {
    const value = Object.hasOwn(SWITCH, trimmed.toLowerCase()) ? SWITCH[trimmed.toLowerCase()] : undefined;
    return value === undefined ? { value: null, must: 'must be 1, 0, true, false, on or off' } : { value };
  }
  if (types.includes('number') || types.includes('integer')) {
    const value = DECIMAL.test(trimmed) ? Number(trimmed) : NaN;
    return Number.isFinite(value) ? { value } : { value: null, must: 'must be a finite decimal number' };
  }
  if (types.includes('array')) {
    return { value: trimmed.split(',').flatMap((item) => (item.trim() === '' ? [] : [item.trim()])) };
  }
  if (key.schema.enum) {
    const known = key.schema.enum.find((one) => String(one).toLowerCase() === trimmed.toLowerCase());
    return { value: known ?? trimmed };
  }
  return { value: text };
}

function problemsOf(key: ConfigKey, given: readonly Given[], parsed: readonly Parsed[]): ConfigProblem[] {
  const said = (text: string) => (key.secret ? '' : `, is ${JSON.stringify(text)}`);
  const wrong = given.flatMap(({ text, where }, i) => {
    const { must } = parsed[i]!;
    return must === undefined ? [] : [{ path: key.path, message: must + said(text), source: 'env', where } as const];
  });
  if (wrong.length > 0) return wrong;
  const differs = parsed.some(({ value }) => JSON.stringify(value) !== JSON.stringify(parsed[0]!.value));
  if (!differs) return [];
  const values = given.map(({ name, text }) => (key.secret ? name : `${name}=${text}`)).join(' and ');
  const message = `is set differently by two names of one key: ${values}`;
  return [{ path: key.path, message, source: 'env', where: given.map(({ where }) => where).join(', ') }];
}

function setAt(root: Record<string, unknown>, segments: readonly string[], value: unknown): void {
  let node = root;
  for (const segment of segments.slice(0, -1)) node = (node[segment] ??= {}) as Record<string, unknown>;
  node[segments.at(-1)!] = value;
}
