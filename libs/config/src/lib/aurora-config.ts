import { type DocumentSource } from './load/document';
import { nest } from './load/nest';
import { resolve, type ConfigDefinition, type ConfigSources, type Resolved } from './load/resolve';
import { deriveDrawdown } from './rules/drawdown-rules';
import { liveChecks, liveRemarks } from './rules/live-checks';
import { deriveOrderProfile, orderProfileCheck } from './rules/pretrade-rules';
import { ladderCheck } from './rules/reward-rules';
import { searchSpaceCheck } from './rules/search-space-rules';
import { deriveService, overlayRefusals, places } from './rules/service-rules';
import { deriveSprt, sprtChecks } from './rules/sprt-rules';
import { exampleTokens, isLive } from './rules/token-checks';
import { composeSchema, editorSchema } from './schema/compose-schema';
import { type SchemaNode } from './schema/config-key';
import { topLevelKeys } from './schema/service-keys';
import { auroraSlices, type AuroraConfig } from './schema/slices';

/** The gate's configuration with every check passed. */
export type ResolvedConfig = Resolved<AuroraConfig>;

export const auroraDefinition: ConfigDefinition = {
  schema: composeSchema(topLevelKeys, auroraSlices),
  derive: (view) => [...deriveService(view), ...deriveOrderProfile(view), ...deriveDrawdown(view), ...deriveSprt(view)],
  checks: [...liveChecks, orderProfileCheck, ladderCheck, searchSpaceCheck(() => auroraDefinition), ...sprtChecks],
  remarks: (view) => (isLive(view) ? liveRemarks(view) : exampleTokens(view)),
  overlayRefusals,
  places,
};

/** What does not ask about a service that is to start. */
const checksAlone = auroraDefinition.checks.filter((check) => !liveChecks.includes(check));

/** The layers a configuration was resolved from, so that an overlay can be put on it. They hold secrets: never exposed. */
const sourcesOf = new WeakMap<ResolvedConfig, ConfigSources>();

/**
 * Settles the configuration of all apps: environment over overlay over YAML over defaults. No source at all gives the
 * defaults. Throws `ConfigError` with every problem at once.
 */
export function resolveConfig(sources: ConfigSources = {}): ResolvedConfig {
  const resolved = resolve<AuroraConfig>(auroraDefinition, sources);
  sourcesOf.set(resolved, sources);
  return resolved;
}

/**
 * As `resolveConfig`, for a configuration that is looked at and not started with: live mode asks nothing of tokens and
 * addresses. Throws `ConfigError` with every other problem at once.
 */
export const inspectConfig = (sources: ConfigSources = {}): ResolvedConfig =>
  resolve<AuroraConfig>({ ...auroraDefinition, checks: checksAlone }, sources);

/**
 * The base with another overlay in place of the one it has; `null` takes the overlay off. The base is left as it is.
 * Throws `ConfigError` when the overlay is unsound, touches what an overlay may not, or does not fit the rest.
 */
export function applyOverlay(base: ResolvedConfig, overlay: DocumentSource | null): ResolvedConfig {
  const sources = sourcesOf.get(base);
  if (!sources) throw new TypeError('the base of an overlay must come from resolveConfig');
  return resolveConfig({ ...sources, overlay });
}

/** What is put on a configuration out of a log. */
export interface LoggedChange {
  readonly document: DocumentSource;
  /** It may also touch what an overlay may not: nothing is started with the result. */
  readonly mayTouchAll: boolean;
}

/**
 * The configuration that stands in a log as `raw`, for judging again what was judged under it. Secrets are not in a log,
 * so they are not asked for, and who wrote a value down no longer shows. A key that is no longer known, or not yet, is
 * left out: what it changed in a decision shows as a difference. Throws `ConfigError` when a value no longer fits the schema.
 * @param change keys to put in the place of what was logged; what followed from one of these stays as it was in force.
 */
export function configFromLog(
  raw: Readonly<Record<string, unknown>>,
  change: LoggedChange | null = null,
): ResolvedConfig {
  if (typeof raw !== 'object' || raw === null) throw new TypeError('the log holds no configuration');
  const logged = auroraDefinition.schema.keys.flatMap((key) => {
    const value = key.secret ? undefined : valueAt(raw, key.segments);
    return value === undefined ? [] : [{ key, value }];
  });
  const values = new Map(logged.map(({ key, value }) => [key.path, value]));
  const value = nest(
    logged.map(({ key }) => key),
    values,
    'wire',
  );
  const checks = checksAlone.filter((check) => check !== orderProfileCheck);
  const definition = { ...auroraDefinition, checks, ...(change?.mayTouchAll && { overlayRefusals: [] }) };
  return resolve<AuroraConfig>(definition, {
    yaml: { value, file: 'event log' },
    overlay: change === null ? null : change.document,
  });
}

const valueAt = (from: unknown, segments: readonly string[]): unknown =>
  segments.reduce<unknown>(
    (at, name) => (typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[name] : undefined),
    from,
  );

/** JSON Schema (draft-07) of a configuration file or overlay, for editors and for checks without this library. */
export const mergedSchema = (): SchemaNode => editorSchema(auroraDefinition.schema);
