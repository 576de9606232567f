import { readFileSync } from 'node:fs';
import { calibratorOf, parseCalibratorArtifact, SIGMOID_CALIBRATOR, type Calibrator } from '@aurora/calibration';
import {
  ConfigError,
  configFromLog,
  inspectConfig,
  type AuroraConfig,
  type DocumentSource,
  type ResolvedConfig,
} from '@aurora/config';
import { findRoot } from '@aurora/config/node';
import type { EngineConfig } from '@aurora/engine';
import { GUARD_SET, Pipeline } from '@aurora/gates';
import { parse } from 'yaml';
import { UsageError } from '../cli/failures';
import { findNamedFile, shortPath } from '../config/find-named-file';
import { problemLines } from '../config/problem-lines';
import type { ReplayFlags } from './replay-flags';

type Raw = Readonly<Record<string, unknown>>;

/** The configuration to judge by, in place of each one of a log. */
export interface ChangedConfig {
  /** What was asked for, and what is done with the rest of the log, in a sentence each. */
  readonly said: readonly string[];
  /** Throws a `UsageError` with every problem. */
  readonly configFor: (logged: Raw, overlay: unknown) => EngineConfig;
  /** `undefined`: those of the log. */
  readonly calibrator: Calibrator | undefined;
}

/** What the flags ask for; `null` when they ask for no change. Throws a `UsageError` with every problem. */
export function changedConfig(flags: ReplayFlags): ChangedConfig | null {
  const { config, overlay, set, keepOverlays } = flags;
  const asked = [config, overlay, set].filter((flag) => flag !== undefined);
  if (asked.length > 1)
    throw new UsageError('--config, --overlay and --set are three ways to say it: give one of them');
  if (keepOverlays && config === undefined) throw new UsageError('--keep-overlays needs --config');
  if (flags.independent && asked.length === 0)
    throw new UsageError('--independent needs a change: --config, --overlay or --set');
  if (config !== undefined) return whole(config, keepOverlays === true);
  if (overlay !== undefined) {
    const { text, file } = fileOf(overlay);
    return laidOver({ text, file }, false, `overlay ${file} over the configuration of the time`);
  }
  if (set !== undefined) return laidOver(assigned(set), true, `${set.join(', ')} over the configuration of the time`);
  return null;
}

function whole(asked: string, keepsOverlays: boolean): ChangedConfig {
  const yaml = fileOf(asked);
  const alone = settled(() => inspectConfig({ yaml }), yaml.file);
  const { artifact } = alone.config.calibrator;
  let inForce: unknown = null;
  const configFor = remembered((overlay: unknown) =>
    overlay === null
      ? alone
      : settled(() => inspectConfig({ yaml, overlay: { value: overlay, file: 'overlay in the log' } })),
  );
  return {
    said: [
      `judged by ${yaml.file} as it stands alone, without environment`,
      keepsOverlays
        ? 'overlays of the log are put on it; one that was in force before the log began is not known'
        : 'overlays of the log are not put on it (--keep-overlays does)',
      keepsOverlays && artifact === null
        ? 'calibrators are those of the log'
        : `the calibrator is ${artifact ?? 'the fixed sigmoid, since it names none'}`,
    ],
    configFor: (_, overlay) => {
      if (overlay !== undefined) inForce = overlay;
      return configFor(keepsOverlays ? inForce : null);
    },
    calibrator: keepsOverlays && artifact === null ? undefined : calibratorIn(artifact),
  };
}

function laidOver(document: DocumentSource, mayTouchAll: boolean, what: string): ChangedConfig {
  const configFor = remembered((logged: Raw) => settled(() => configFromLog(logged, { document, mayTouchAll })));
  const own = ownCalibrator(document);
  return {
    said: [
      `judged by ${what}`,
      own === undefined ? 'calibrators are those of the log' : `the calibrator is ${own ?? 'the fixed sigmoid'}`,
    ],
    configFor,
    calibrator: own === undefined ? undefined : calibratorIn(own),
  };
}

/** The artifact that a change names, `null` for the fixed sigmoid; `undefined` when it says nothing of it. */
function ownCalibrator(document: DocumentSource): string | null | undefined {
  const value: unknown = 'text' in document ? parsedYaml(document.text) : document.value;
  const calibrator = (value as { readonly calibrator?: { readonly artifact?: unknown } } | null)?.calibrator;
  const artifact = calibrator?.artifact;
  return artifact === null || typeof artifact === 'string' ? artifact : undefined;
}

/** What is wrong with it is said by whoever checks it. */
function parsedYaml(text: string): unknown {
  try {
    return parse(text, { version: '1.2', schema: 'core' });
  } catch {
    return null;
  }
}

function calibratorIn(file: string | null): Calibrator {
  if (file === null) return SIGMOID_CALIBRATOR;
  try {
    return calibratorOf(parseCalibratorArtifact(JSON.parse(readFileSync(file, 'utf8'))));
  } catch (error) {
    throw new UsageError(`calibrator.artifact ${file} cannot be used: ${(error as Error).message}`);
  }
}

function fileOf(asked: string): { readonly text: string; readonly file: string } {
  const cwd = process.cwd();
  const { path } = findNamedFile(asked, cwd, findRoot(cwd));
  return { text: readFileSync(path, 'utf8'), file: shortPath(path, cwd) };
}

/** `key=value` as a tree; values are read as YAML reads them. */
function assigned(assignments: readonly string[]): DocumentSource {
  const tree = new Map<string, unknown>();
  for (const assignment of assignments) {
    const [, key, text] = /^([A-Za-z0-9_]+(?:\.[A-Za-z0-9_]+)*)=(.*)$/s.exec(assignment) ?? [];
    if (key === undefined || text === undefined)
      throw new UsageError(`--set takes KEY=VALUE such as risk.pi_min_bps=3, not "${assignment}"`);
    put(tree, key.split('.'), valueOf(key, text));
  }
  return { value: asObject(tree), file: '--set' };
}

type Tree = Map<string, unknown>;

function put(tree: Tree, [name = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) return void tree.set(name, value);
  const inner = tree.get(name);
  const next: Tree = inner instanceof Map ? inner : new Map();
  tree.set(name, next);
  put(next, rest, value);
}

const asObject = (tree: Tree): object =>
  Object.fromEntries([...tree].map(([name, value]) => [name, value instanceof Map ? asObject(value) : value]));

function valueOf(key: string, text: string): unknown {
  try {
    return parse(text, { version: '1.2', schema: 'core' });
  } catch (error) {
    throw new UsageError(`--set ${key}: ${(error as Error).message.split('\n')[0]}`);
  }
}

/** Settling one takes milliseconds, and a session has few. */
function remembered<Key>(settle: (key: Key) => ResolvedConfig): (key: Key) => EngineConfig {
  const known = new Map<string, EngineConfig>();
  return (key) => {
    const text = JSON.stringify(key);
    const before = known.get(text);
    if (before !== undefined) return before;
    const { config, hash } = settle(key);
    checkGuards(config);
    known.set(text, { config, hash });
    return { config, hash };
  };
}

/** What the guards refuse, such as an order that names one twice. */
function checkGuards(config: AuroraConfig): void {
  try {
    new Pipeline(GUARD_SET, config);
  } catch (error) {
    throw new UsageError(`the changed configuration cannot be used: ${(error as Error).message}`);
  }
}

function settled(settle: () => ResolvedConfig, what = 'the changed configuration'): ResolvedConfig {
  try {
    return settle();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new UsageError(`${what} cannot be used:\n${problemLines(error.problems)}`);
  }
}
