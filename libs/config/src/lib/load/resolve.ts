import { ConfigError, type ConfigProblem, type ConfigSource } from '../config-error';
import { type ConfigSchema } from '../schema/compose-schema';
import { type ConfigKey } from '../schema/config-key';
import { configHash } from './config-hash';
import { checkDocument, type CheckedDocument } from './check-document';
import { readDocument, type DocumentSource, type SourceDocument } from './document';
import { freezeDeep, nest } from './nest';
import { readEnv, type AliasUsed, type EnvSources } from './read-env';
import { unknownEnvNames } from './unknown-env-names';
import {
  type ConfigDiagnostic,
  type ConfigView,
  type CrossCheck,
  type Derived,
  type OverlayRefusal,
  type Provenance,
} from './view';

/** The layers of a configuration; what is not given adds nothing. */
export interface ConfigSources extends EnvSources {
  readonly yaml?: DocumentSource | null;
  readonly overlay?: DocumentSource | null;
}

/** What a configuration is made of: its schema, values that follow from others, checks over several keys. */
export interface ConfigDefinition {
  readonly schema: ConfigSchema;
  readonly derive: (view: ConfigView) => readonly Derived[];
  readonly checks: readonly CrossCheck[];
  /** What is worth saying although nothing is wrong. */
  readonly remarks: (view: ConfigView) => readonly ConfigDiagnostic[];
  readonly overlayRefusals: readonly OverlayRefusal[];
  /** Keys that say where a process runs rather than what it does: two runs in different places have one hash. */
  readonly places: readonly string[];
}

/** A configuration that passed every check. */
export interface Resolved<Config> {
  readonly ok: true;
  /** Typed, camelCase, deeply frozen. Secrets can be read by name but are not enumerable, so no dump shows them. */
  readonly config: Config;
  /** Effective values as they would stand in YAML; secrets are `***`. Deeply frozen. */
  readonly raw: Readonly<Record<string, unknown>>;
  /** Where each key's value came from, by dotted path. */
  readonly provenance: ReadonlyMap<string, Provenance>;
  /** SHA-256 (hex) of the effective values without secrets and places: equal for equal behaviour, whatever set the values. */
  readonly hash: string;
  readonly diagnostics: readonly ConfigDiagnostic[];
  readonly aliasesUsed: readonly AliasUsed[];
}

/** What one source is checked against. */
export type LayerRules = Pick<ConfigDefinition, 'schema' | 'overlayRefusals'>;

interface Layer {
  readonly source: ConfigSource;
  readonly checked: CheckedDocument;
}

/** Environment over overlay over YAML over defaults. Throws `ConfigError` with every problem of every layer at once. */
export function resolve<Config>(definition: ConfigDefinition, sources: ConfigSources): Resolved<Config> {
  const { schema } = definition;
  const documents = [
    sources.yaml ? readDocument('yaml', sources.yaml) : null,
    sources.overlay ? readDocument('overlay', sources.overlay) : null,
  ].filter((read) => read !== null);
  const env = readEnv(schema, sources);
  const layers = [...documents.map(({ document }) => document), env.document]
    .filter((document) => document !== null)
    .map((document) => checkLayer(definition, document));
  const problems: ConfigProblem[] = [
    ...documents.flatMap((read) => [...read.problems]),
    ...layers.flatMap(({ checked }) => checked.problems),
    ...env.problems,
  ];
  const { values, provenance } = merge(schema, layers);
  const view = viewOf(values, provenance);
  for (const { path, value, from } of definition.derive(view)) {
    values.set(path, value);
    if (from !== undefined) provenance.set(path, { source: 'default', where: from });
  }
  // What a file that cannot be read would have said is unknown, so nothing can be held against the rest.
  if (documents.every(({ document }) => document !== null)) {
    const failed = new Set([...env.failed, ...layers.flatMap(({ checked }) => [...checked.failed])]);
    problems.push(...crossProblems(definition, view, failed));
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return {
    ok: true,
    config: freezeDeep(nest(schema.keys, values, 'code')) as Config,
    raw: freezeDeep(nest(schema.keys, values, 'wire')),
    provenance,
    hash: configHash(schema.keys, values, definition.places),
    diagnostics: [
      ...noFile(sources),
      ...unknownEnvNames(schema, sources),
      ...remarks(schema, layers),
      ...definition.remarks(view),
    ],
    aliasesUsed: env.aliasesUsed,
  };
}

/** One source checked on its own: against the schema and, for an overlay, against what it may not touch. */
export function checkLayer(definition: LayerRules, document: SourceDocument): Layer {
  const checked = checkDocument(definition.schema, document);
  return {
    source: document.source,
    checked: document.source === 'overlay' ? withRefusals(definition, checked) : checked,
  };
}

/** A key that an overlay may not touch keeps the value it has, and is a problem. */
function withRefusals({ schema, overlayRefusals }: LayerRules, checked: CheckedDocument): CheckedDocument {
  const values = new Map(checked.values);
  const failed = new Set(checked.failed);
  const problems = [...checked.problems];
  for (const key of schema.keys) {
    const refusal = overlayRefusals.find(({ path }) => key.path === path || key.path.startsWith(`${path}.`));
    if (!refusal || !(values.has(key.path) || failed.has(key.path))) continue;
    values.delete(key.path);
    failed.add(key.path);
    const message = `may not be changed by an overlay: ${refusal.reason}`;
    problems.push({ path: key.path, message, source: 'overlay', where: checked.whereIs(key) });
  }
  return { ...checked, values, failed, problems };
}

function merge(schema: ConfigSchema, layers: readonly Layer[]) {
  const values = new Map<string, unknown>();
  const provenance = new Map<string, Provenance>();
  for (const key of schema.keys) {
    const top = layers.findLast(({ checked }) => checked.values.has(key.path));
    values.set(key.path, structuredClone(top ? top.checked.values.get(key.path) : key.default));
    provenance.set(
      key.path,
      top ? { source: top.source, where: top.checked.whereIs(key) } : { source: 'default', where: 'default' },
    );
  }
  return { values, provenance };
}

const viewOf = (values: Map<string, unknown>, provenance: Map<string, Provenance>): ConfigView => ({
  get: (path) => values.get(path),
  provenance: (path) => provenance.get(path) ?? { source: 'default', where: 'default' },
});

function crossProblems(definition: ConfigDefinition, view: ConfigView, failed: ReadonlySet<string>): ConfigProblem[] {
  return definition.checks
    .filter(({ reads }) => !reads.some((path) => failed.has(path)))
    .flatMap(({ check }) => check(view))
    .map((problem) => ({ ...problem, ...view.provenance(problem.path) }));
}

const noFile = ({ yaml }: ConfigSources): ConfigDiagnostic[] =>
  yaml ? [] : [{ code: 'no_config_file', message: 'no configuration file: defaults stand where nothing else is said' }];

function remarks(schema: ConfigSchema, layers: readonly Layer[]): ConfigDiagnostic[] {
  const said = (source: ConfigSource) => layers.find((layer) => layer.source === source)?.checked;
  const inFile = (key: ConfigKey) => key.secret && said('yaml')?.values.get(key.path) != null;
  const overruled = (key: ConfigKey) => said('overlay')?.values.has(key.path) && said('env')?.values.has(key.path);
  return schema.keys.flatMap((key): ConfigDiagnostic[] => [
    ...(inFile(key)
      ? [{ code: 'secret_in_file' as const, message: `${key.path} stands in a file; give it as ${key.env[0]}` }]
      : []),
    ...(overruled(key)
      ? [
          {
            code: 'overruled_by_env' as const,
            message: `${key.path} of the overlay has no effect: the environment sets it`,
          },
        ]
      : []),
  ]);
}
