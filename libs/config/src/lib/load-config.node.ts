import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parse } from 'dotenv';
import { resolveConfig, type ResolvedConfig } from './aurora-config';
import { ConfigError, type ConfigSource } from './config-error';
import { findConfigFile, findRoot } from './find-config.node';
import { type DocumentSource } from './load/document';
import { type EnvSources, type EnvTexts } from './load/read-env';
import { type ConfigSources } from './load/resolve';

/** What starts a load; everything has the default that fits a service started in its project. */
export interface LoadOptions {
  /** Default: the environment of the process. */
  readonly env?: EnvTexts;
  /** Folder the search starts from. Default: the working folder of the process. */
  readonly cwd?: string;
  /** Folder that holds `configs/`. Default: the nearest one from `cwd` upwards. */
  readonly root?: string;
  /** The overlay in force, when there is one. */
  readonly overlay?: DocumentSource | null;
}

/** The files of a configuration; `null` where there was none. */
export interface ConfigFiles {
  readonly configFile: string | null;
  readonly envFile: string | null;
  readonly root: string | null;
}

/** A configuration and the files it came from. */
export interface LoadedConfig extends ConfigFiles {
  readonly resolved: ResolvedConfig;
}

/**
 * Reads `.env` and the configuration file and settles them with the environment and the overlay. Nothing is written.
 * Throws `ConfigError` when a file that was asked for is missing or unreadable, or with every problem in what was read.
 */
export function loadConfig(options: LoadOptions = {}): LoadedConfig {
  const { sources, ...files } = readConfigSources(options);
  return { resolved: resolveConfig(sources), ...files };
}

/**
 * Reads what `loadConfig` settles, and settles nothing. The sources hold secrets. Throws `ConfigError` when a file that
 * was asked for is missing or unreadable.
 */
export function readConfigSources({
  env = process.env,
  cwd = process.cwd(),
  root,
  overlay = null,
}: LoadOptions = {}): ConfigFiles & { readonly sources: ConfigSources } {
  const home = root ?? findRoot(cwd);
  const envFile = [cwd, ...(home === null ? [] : [home])]
    .map((folder) => join(folder, '.env'))
    .find((path) => existsSync(path));
  const texts: EnvSources =
    envFile === undefined
      ? { env }
      : { env, dotenv: { file: shortPath(cwd, envFile), values: parse(read('env', envFile)) } };
  const configFile = findConfigFile(askedFor(env, texts.dotenv?.values ?? {}), { cwd, root: home });
  const yaml = configFile === null ? null : { text: read('yaml', configFile), file: shortPath(cwd, configFile) };
  return { sources: { ...texts, yaml, overlay }, configFile, envFile: envFile ?? null, root: home };
}

/** The file asked for: what the environment says counts as a whole before what `.env` says. */
function askedFor(env: EnvTexts, dotenv: EnvTexts) {
  const namesIn = (texts: EnvTexts) => ({
    config: texts['AURORA_CONFIG']?.trim() || undefined,
    name: texts['AURORA_CONFIG_NAME']?.trim() || undefined,
  });
  const real = namesIn(env);
  return real.config || real.name ? real : namesIn(dotenv);
}

/** Relative to the working folder while that is shorter to read. */
function shortPath(cwd: string, path: string): string {
  const short = relative(cwd, path);
  return short.startsWith('..') ? path : short;
}

function read(source: ConfigSource, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new ConfigError([{ path: '(file)', message: (error as Error).message, source, where: path }]);
  }
}
