import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ConfigError, inspectConfig, LOADER_ENV, resolveConfig } from '@aurora/config';
import { findRoot, readConfigSources } from '@aurora/config/node';
import { parse } from 'dotenv';
import { Finding, UsageError } from '../cli/failures';
import { replaceFile } from '../files/replace-file';
import { withValues } from './env-text';
import { findNamedFile, shortPath, type NamedFile } from './find-named-file';
import { problemLines, unusable } from './problem-lines';

/** What `config use` did, or with `--print` would do. */
export interface ConfigUse {
  /** The `.env` file. */
  readonly env_file: string;
  /** What stands in it for the names that choose a configuration; null: nothing. */
  readonly before: Readonly<Record<string, string | null>>;
  readonly after: Readonly<Record<string, string | null>>;
  readonly written: boolean;
  /** What the real environment says of the same, which wins over the file. */
  readonly overruled_by: Readonly<Record<string, string>>;
  /** What the next start here would refuse with it. */
  readonly next_start: readonly string[];
}

export interface UseOptions {
  readonly print?: boolean;
  readonly clear?: boolean;
}

const OWNER_ONLY = 0o600;
const [FILE, NAME] = LOADER_ENV;

/**
 * Makes a configuration the one that the next start here uses, by `.env`; without one takes it out again. Throws a
 * `Finding` on a configuration with problems, and on a `.env` that cannot be edited safely: nothing is written then.
 */
export function useConfig(asked: string | undefined, { print = false, clear = false }: UseOptions): ConfigUse {
  if ((asked === undefined) !== clear) throw new UsageError('say which configuration to use, or --clear, one of them');
  const cwd = process.cwd();
  const root = findRoot(cwd);
  const envFile = [cwd, root ?? cwd].map((folder) => join(folder, '.env')).find((path) => existsSync(path));
  const path = envFile ?? join(root ?? cwd, '.env');
  const present = envFile === undefined ? Buffer.alloc(0) : readFileSync(path);
  const file = asked === undefined ? null : soundFile(asked, cwd, root);
  const after: Record<string, string | null> = { [FILE]: null, [NAME]: null };
  if (file !== null) after[file.name === null ? FILE : NAME] = file.name ?? resolve(file.path);
  const before = chosenIn(parse(present));
  const changes = [FILE, NAME].some((name) => before[name] !== after[name]);
  const content = edited(present, after, shortPath(path, cwd));
  if (changes && !print) replaceFile(path, content, OWNER_ONLY);
  return {
    env_file: shortPath(path, cwd),
    before,
    after,
    written: changes && !print,
    overruled_by: Object.fromEntries(
      Object.entries(chosenIn(process.env)).filter(([, value]) => value !== null),
    ) as Record<string, string>,
    next_start: file === null ? [] : refusalsOfStart(file),
  };
}

function chosenIn(texts: Readonly<Record<string, string | undefined>>): Record<string, string | null> {
  return Object.fromEntries([FILE, NAME].map((name) => [name, texts[name]?.trim() || null]));
}

/** The file, when it is a whole configuration without problems. */
function soundFile(asked: string, cwd: string, root: string | null): NamedFile {
  const file = findNamedFile(asked, cwd, root);
  if (file.kind === 'overlay')
    throw new UsageError(`${file.shown} is an overlay: put it on with \`auroractl overlay apply ${file.shown}\``);
  try {
    inspectConfig({ yaml: { text: readFileSync(file.path, 'utf8'), file: file.shown } });
    return file;
  } catch (error) {
    throw error instanceof ConfigError ? unusable(error, file.shown) : error;
  }
}

function edited(present: Buffer, values: Readonly<Record<string, string | null>>, shown: string): Buffer {
  try {
    return withValues(present, values);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const lines = Object.entries(values).map(([name, value]) => (value === null ? `no ${name}` : `${name}=${value}`));
    throw new Finding(`${shown} was left as it is: ${error.message}. Put in by hand: ${lines.join(', ')}`);
  }
}

/** What a start would refuse with the file, the environment as it is: tokens that live mode wants, for instance. */
function refusalsOfStart({ path, shown }: NamedFile): string[] {
  try {
    const { sources } = readConfigSources({ env: { ...process.env, [FILE]: path, [NAME]: '' } });
    resolveConfig({ ...sources, yaml: { text: readFileSync(path, 'utf8'), file: shown } });
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return problemLines(error.problems)
      .split('\n')
      .map((line) => line.trim());
  }
}

const set = (values: Readonly<Record<string, string | null>>): string =>
  Object.entries(values)
    .flatMap(([name, value]) => (value === null ? [] : [`${name}=${value}`]))
    .join(', ') || 'nothing';

/** What was, what is, what stands against it, and when it takes effect. */
export function useText({
  env_file: file,
  before,
  after,
  written,
  overruled_by: real,
  next_start: refused,
}: ConfigUse): string {
  const same = set(before) === set(after);
  return [
    `${file}: ${same ? 'stays' : written ? 'now' : 'would be'} ${set(after)}${same ? '' : ` (was ${set(before)})`}`,
    ...(Object.keys(real).length > 0
      ? [`The environment says ${set(real)}, and wins over ${file}: unset it first.`]
      : []),
    ...(refused.length > 0 ? ['A start would refuse it as things are:', ...refused.map((line) => `  ${line}`)] : []),
    ...(written ? ['It takes effect at the next start.'] : []),
  ].join('\n');
}
