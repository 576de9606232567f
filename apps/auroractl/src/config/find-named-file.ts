import { statSync } from 'node:fs';
import { basename, dirname, extname, join, relative, resolve } from 'node:path';
import { UsageError } from '../cli/failures';

/** A file of configuration. */
export interface NamedFile {
  /** Absolute. */
  readonly path: string;
  /** Relative to the working folder while that is shorter to read. */
  readonly shown: string;
  /** A whole configuration, or what is put on one. */
  readonly kind: 'config' | 'overlay';
  /** What AURORA_CONFIG_NAME says for it; `null` unless it lies in configs/aurora. */
  readonly name: string | null;
}

const YAML = ['.yaml', '.yml'];

/**
 * The file that a path means, else one of that name in `configs/aurora`, `configs/overlays` or `configs`. Throws a
 * `UsageError` that says where it looked.
 * @param root folder that holds `configs/`.
 */
export function findNamedFile(asked: string, cwd: string, root: string | null): NamedFile {
  const folders = root === null || asked.includes('..') ? [] : ['configs/aurora', 'configs/overlays', 'configs', '.'];
  const candidates = [
    resolve(cwd, asked),
    ...folders.flatMap((folder) => ['', ...YAML].map((end) => join(root!, folder, asked + end))),
  ];
  const path = candidates.find((candidate) => statSync(candidate, { throwIfNoEntry: false })?.isFile());
  if (path === undefined) {
    const places = root === null ? 'no folder named configs above it' : `${shortPath(root, cwd)}/configs`;
    throw new UsageError(`there is no configuration ${asked}: neither a file from here, nor a name in ${places}`);
  }
  return asNamedFile(path, cwd, root);
}

export function asNamedFile(path: string, cwd: string, root: string | null): NamedFile {
  const folder = dirname(path);
  const isNamed = root !== null && folder === join(root, 'configs/aurora') && YAML.includes(extname(path));
  return {
    path,
    shown: shortPath(path, cwd),
    kind: basename(folder) === 'overlays' ? 'overlay' : 'config',
    name: isNamed ? basename(path, extname(path)) : null,
  };
}

/** Relative to the working folder while that is shorter to read. */
export function shortPath(path: string, cwd: string): string {
  const short = relative(cwd, path) || '.';
  return short.startsWith('..') ? path : short;
}
