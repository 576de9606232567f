import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { ConfigError } from './config-error';

/** Where a configuration file is looked for. */
export interface SearchPlaces {
  /** Folder that relative paths start from. */
  readonly cwd: string;
  /** Folder that holds `configs/`; `null` when none does. */
  readonly root: string | null;
}

/** The nearest folder from `start` upwards that holds `configs/`. */
export function findRoot(start: string): string | null {
  for (let folder = resolve(start); ; folder = dirname(folder)) {
    if (isFolder(join(folder, 'configs'))) return folder;
    if (folder === dirname(folder)) return null;
  }
}

/**
 * The configuration file that `AURORA_CONFIG` (a path, or a bare name) or `AURORA_CONFIG_NAME` asks for, else
 * `configs/aurora/base.yaml`; `null` when nothing was asked for and there is no such file. Throws `ConfigError` when what
 * was asked for is not there.
 */
export function findConfigFile(
  { config, name }: { readonly config: string | undefined; readonly name: string | undefined },
  places: SearchPlaces,
): string | null {
  if (config)
    return firstFile('AURORA_CONFIG', config, [resolve(places.cwd, config), ...named(config, places, '.', 'aurora')]);
  if (name) {
    if (name !== basename(name)) throw notFound('AURORA_CONFIG_NAME', `${name} must be a name, not a path`);
    return firstFile('AURORA_CONFIG_NAME', name, named(name, places, 'aurora'));
  }
  const base = places.root === null ? null : join(places.root, 'configs', 'aurora', 'base.yaml');
  return base !== null && existsSync(base) ? base : null;
}

function named(name: string, { root }: SearchPlaces, ...folders: readonly string[]): string[] {
  if (root === null) return [];
  return folders.flatMap((folder) => ['', '.yaml', '.yml'].map((end) => join(root, 'configs', folder, name + end)));
}

function firstFile(variable: string, value: string, candidates: readonly string[]): string {
  const found = candidates.find((path) => existsSync(path) && !isFolder(path));
  if (found === undefined)
    throw notFound(variable, `no file for ${value}; looked at ${candidates.join(', ') || 'no folder named configs'}`);
  return found;
}

const notFound = (variable: string, message: string): ConfigError =>
  new ConfigError([{ path: '(file)', message, source: 'env', where: variable }]);

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
