import { readFileSync } from 'node:fs';
import {
  ConfigError,
  describeConfig,
  inspectConfig,
  type ConfigLine,
  type DocumentSource,
  type ResolvedConfig,
} from '@aurora/config';
import { readConfigSources } from '@aurora/config/node';
import { answer, paint, type AnswerFlags } from '../cli/answer';
import { plainTable } from '../cli/plain-table';
import { findNamedFile, type NamedFile } from './find-named-file';
import { unusable } from './problem-lines';
import { valueText } from './shown-values';

/** One key that differs. */
export interface ConfigChange {
  readonly key: string;
  readonly old: unknown;
  readonly new: unknown;
  readonly old_where: string;
  readonly new_where: string;
}

/** Two configurations and what differs between them. Where they run is no difference in behaviour, but shows. */
export interface ConfigDiff {
  readonly old: string;
  readonly new: string;
  readonly changes: readonly ConfigChange[];
}

/**
 * Compares what is in force here with what would be if a file were used (an overlay: if it were put on), or two files on
 * their own over the defaults. Secrets differ only in whether they are set.
 */
export function runDiff(flags: AnswerFlags, files: readonly string[]): void {
  answer(flags, configDiff(files), diffText);
}

/** @param files one or two, paths or names. */
export function configDiff(files: readonly string[]): ConfigDiff {
  const cwd = process.cwd();
  const { sources, root } = settled('the configuration', () => readConfigSources());
  const [one, other] = files.map((file) => findNamedFile(file, cwd, root));
  const alone = (file: NamedFile): ResolvedConfig =>
    settled(file.shown, () => inspectConfig(file.kind === 'overlay' ? { overlay: read(file) } : { yaml: read(file) }));
  if (one !== undefined && other !== undefined)
    return { old: one.shown, new: other.shown, changes: changesBetween(alone(one), alone(other)) };
  const before = settled('the configuration', () => inspectConfig(sources));
  const after = settled(one!.shown, () =>
    inspectConfig({ ...sources, ...(one!.kind === 'overlay' ? { overlay: read(one!) } : { yaml: read(one!) }) }),
  );
  return { old: 'in force here', new: one!.shown, changes: changesBetween(before, after) };
}

const read = ({ path, shown }: NamedFile): DocumentSource => ({ text: readFileSync(path, 'utf8'), file: shown });

function settled<T>(what: string, settle: () => T): T {
  try {
    return settle();
  } catch (error) {
    throw error instanceof ConfigError ? unusable(error, what) : error;
  }
}

function changesBetween(before: ResolvedConfig, after: ResolvedConfig): ConfigChange[] {
  const now = new Map(describeConfig(after).map((line) => [line.path, line]));
  return describeConfig(before).flatMap((old): ConfigChange[] => {
    const line: ConfigLine = now.get(old.path)!;
    if (JSON.stringify(line.value) === JSON.stringify(old.value)) return [];
    return [{ key: old.path, old: old.value, new: line.value, old_where: old.where, new_where: line.where }];
  });
}

/** One line a key: old → new and what says so. */
export function diffText({ old, new: fresh, changes }: ConfigDiff): string {
  const head = `${old} → ${fresh}`;
  if (changes.length === 0) return `${head}: nothing differs.`;
  const rows = changes.map((change) => [
    change.key,
    valueText(change.old),
    '→',
    paint.bold(valueText(change.new)),
    paint.dim(`${change.old_where} → ${change.new_where}`),
  ]);
  const count = changes.length === 1 ? '1 key differs' : `${changes.length} keys differ`;
  return `${head}: ${count}\n\n${plainTable(rows)}`;
}
