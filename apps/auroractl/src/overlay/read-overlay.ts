import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { UsageError } from '../cli/failures';

type Mapping = Readonly<Record<string, unknown>>;

const STANDARD_INPUT = '-';

/**
 * An overlay out of a YAML file, or of standard input for `-`. Throws a `UsageError` when it cannot be read, sets
 * nothing, or is wrong; that names every problem by key and place.
 */
export async function readOverlay(path: string): Promise<Mapping> {
  const [{ checkOverlay }, yaml, given] = await Promise.all([import('@aurora/config'), import('yaml'), textOf(path)]);
  const file = path === STANDARD_INPUT ? 'standard input' : path;
  const problems = checkOverlay({ text: given, file });
  if (problems.length > 0) throw new UsageError(`${file} is no overlay, nothing was sent:\n${linesOf(problems)}`);
  const overlay = (yaml.parse(given, { version: '1.2', schema: 'core' }) ?? {}) as Mapping;
  if (Object.keys(overlay).length === 0)
    throw new UsageError(`${file} sets nothing, nothing was sent; to take an overlay off: auroractl overlay rollback`);
  return overlay;
}

interface Problem {
  readonly path: string;
  readonly message: string;
  readonly where: string;
}

const linesOf = (problems: readonly Problem[]): string =>
  problems.map(({ path, message, where }) => `  ${path}: ${message} (${where})`).join('\n');

async function textOf(path: string): Promise<string> {
  if (path === STANDARD_INPUT) return text(process.stdin);
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new UsageError(`there is no file ${path}`);
    throw new UsageError(`${path} cannot be read (${code})`);
  }
}
