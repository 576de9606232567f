import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  checkOverlay,
  ConfigError,
  inspectConfig,
  resolveConfig,
  type ConfigDiagnostic,
  type ConfigProblem,
  type ConfigSources,
  type DocumentSource,
  type ResolvedConfig,
} from '@aurora/config';
import { findRoot, readConfigSources } from '@aurora/config/node';
import { paint } from '../cli/answer';
import { UsageError } from '../cli/failures';
import { asNamedFile, findNamedFile, type NamedFile } from './find-named-file';
import { problemLines } from './problem-lines';

/** One file, or what a start here would use, and what is wrong with it. */
export interface ValidatedFile {
  readonly file: string;
  readonly kind: 'config' | 'overlay' | 'start';
  readonly problems: readonly ConfigProblem[];
  /** What is worth saying although nothing is wrong. */
  readonly remarks: readonly ConfigDiagnostic[];
}

export interface Validation {
  readonly ok: boolean;
  /** The mode a start was looked at for; null: files on their own. */
  readonly mode: string | null;
  readonly files: readonly ValidatedFile[];
}

export interface ValidateOptions {
  readonly overlay?: boolean;
  readonly mode?: string;
}

type Found = Pick<ValidatedFile, 'problems' | 'remarks'>;

/** What `config validate` finds. Throws a `UsageError` when a file that was named is not there. */
export function validateFiles(asked: readonly string[], { overlay = false, mode }: ValidateOptions): Validation {
  const cwd = process.cwd();
  const here = readHere();
  const root = here.root;
  const named = asked.map((name) => findNamedFile(name, cwd, root));
  const files = (asked.length > 0 ? named : shippedFiles(cwd, root)).map((file): ValidatedFile => {
    const kind = overlay ? 'overlay' : file.kind;
    const document = read(file);
    const found =
      kind === 'overlay' ? checkedOverlay(document, here.sources) : checkedFile(document, here.sources, mode);
    return { file: file.shown, kind, ...found };
  });
  const start = asked.length > 0 ? [] : [startHere(here, mode)];
  const all = [...files, ...start];
  return { ok: all.every(({ problems }) => problems.length === 0), mode: mode ?? null, files: all };
}

interface Here {
  readonly sources: ConfigSources;
  readonly root: string | null;
  /** The file a start here is told to use cannot be read. */
  readonly problems: readonly ConfigProblem[];
}

/** What a start here would read; the environment alone when a file it is told of is not there. */
function readHere(): Here {
  try {
    return { ...readConfigSources(), problems: [] };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { sources: { env: process.env }, root: findRoot(process.cwd()), problems: error.problems };
  }
}

function shippedFiles(cwd: string, root: string | null): NamedFile[] {
  if (root === null)
    throw new UsageError('there is no folder named configs here or above: name the files that are meant');
  return ['configs/aurora', 'configs/overlays'].flatMap((folder) =>
    filesIn(join(root, folder)).map((name) => asNamedFile(join(root, folder, name), cwd, root)),
  );
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => /\.ya?ml$/.test(name))
      .sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

const read = ({ path, shown }: NamedFile): DocumentSource => ({ text: readFileSync(path, 'utf8'), file: shown });

/** On its own, or with the environment as a start in a mode would settle it. */
const checkedFile = (yaml: DocumentSource, sources: ConfigSources, mode: string | undefined): Found =>
  found(() => (mode === undefined ? inspectConfig({ yaml }) : resolveConfig({ ...inMode(sources, mode), yaml })));

function checkedOverlay(overlay: DocumentSource, sources: ConfigSources): Found {
  const alone = checkOverlay(overlay);
  if (alone.length > 0) return { problems: alone, remarks: [] };
  const { problems, remarks } = found(() => inspectConfig({ ...sources, overlay }));
  // What is wrong without it is not its fault.
  const before = found(() => inspectConfig(sources)).problems.map((problem) => JSON.stringify(problem));
  return {
    problems: problems.filter((problem) => !before.includes(JSON.stringify(problem))),
    remarks: remarks.filter(({ code }) => code === 'overruled_by_env'),
  };
}

function startHere({ sources, problems }: Here, mode: string | undefined): ValidatedFile {
  const file = `a start here${mode === undefined ? '' : ` in mode ${mode}`}`;
  if (problems.length > 0) return { file, kind: 'start', problems, remarks: [] };
  return { file, kind: 'start', ...found(() => resolveConfig(inMode(sources, mode))) };
}

const inMode = (sources: ConfigSources, mode: string | undefined): ConfigSources =>
  mode === undefined ? sources : { ...sources, env: { ...sources.env, AURORA_MODE: mode } };

function found(settle: () => ResolvedConfig): Found {
  try {
    return { problems: [], remarks: settle().diagnostics };
  } catch (error) {
    if (error instanceof ConfigError) return { problems: error.problems, remarks: [] };
    throw error;
  }
}

/** One line a file, below it what is wrong with it. */
export const validationText = ({ files }: Validation): string => files.map(fileText).join('\n');

function fileText({ file, kind, problems, remarks }: ValidatedFile): string {
  const what = kind === 'overlay' ? ' (overlay)' : '';
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  const verdict = problems.length === 0 ? paint.green('ok') : paint.red(count);
  return [
    `${file}${what}: ${verdict}`,
    ...(problems.length > 0 ? [problemLines(problems)] : []),
    ...remarks.map(({ message }) => paint.yellow(`  note: ${message}`)),
  ].join('\n');
}
