import { configSlice, flag, int, num, oneOf, optionalNum, optionalText, section, text, texts } from '@aurora/kernel';
import { ConfigError, type ConfigProblem } from '../config-error';
import { composeSchema } from '../schema/compose-schema';
import { resolve, type ConfigDefinition, type ConfigSources, type Resolved } from './resolve';

const description = 'For the tests of the loader.';

const guards = configSlice({
  guards: {
    latency_ms_limit: num({ description, default: 500, minimum: 0, maximum: 60000, env: ['LMAX', 'LATENCY_LIMIT'] }),
    trap_enabled: flag({ description, default: true, env: ['TRAP'] }),
  },
});
const governance = configSlice({
  gates: { storm_min_total: int({ description, default: 10, minimum: 0, maximum: 1000, env: ['STORM'] }) },
  guards: { spread_bps_limit: num({ description, default: 80, minimum: 0, maximum: 1000 }) },
});
const other = configSlice({
  access: {
    token: optionalText({ description, secret: true, minLength: 8, env: ['TOKEN', 'OLD_TOKEN'] }),
    label: text({ description, default: 'none', maxLength: 20, env: ['LABEL'] }),
    hosts: texts({ description, default: ['127.0.0.1'], items: { format: 'ip-or-cidr' }, env: ['HOSTS'] }),
    profile: oneOf(['slow', 'fast'], { description, default: 'slow', env: ['PROFILE'] }),
    cap: optionalNum({ description, minimum: 0, env: ['CAP'] }),
  },
  watch: { ack: section({ ttl_s: int({ description, default: 300, minimum: 1, maximum: 86400, env: ['TTL'] }) }) },
});
const topLevel = { stage: oneOf(['dry', 'wet'], { description, default: 'dry', env: ['STAGE'] }) };

/** A definition with one key of every kind, without the keys of the gate. */
export const smallDefinition: ConfigDefinition = {
  schema: composeSchema(topLevel, [guards, governance, other]),
  derive: (view) => (view.get('access.cap') === null ? [{ path: 'access.cap', value: 7, from: 'stage' }] : []),
  checks: [
    {
      reads: ['stage', 'access.token'],
      check: (view) =>
        view.get('stage') === 'wet' && view.get('access.token') === null
          ? [{ path: 'access.token', message: 'must be set when wet' }]
          : [],
    },
  ],
  remarks: () => [],
  overlayRefusals: [
    { path: 'stage', reason: 'fixed at start' },
    { path: 'access', reason: 'not for a caller' },
  ],
  places: ['access.label'],
};

export interface SmallConfig {
  readonly stage: string;
  readonly guards: { readonly latencyMsLimit: number; readonly trapEnabled: boolean; readonly spreadBpsLimit: number };
  readonly gates: { readonly stormMinTotal: number };
  readonly access: {
    readonly token: string | null;
    readonly label: string;
    readonly hosts: readonly string[];
    readonly profile: string;
    readonly cap: number | null;
  };
  readonly watch: { readonly ack: { readonly ttlS: number } };
}

export const resolveSmall = (sources: ConfigSources): Resolved<SmallConfig> => resolve(smallDefinition, sources);

/** YAML text under the name `c.yaml`. */
export const yaml = (...lines: readonly string[]) => ({ text: lines.join('\n'), file: 'c.yaml' });

/** The problems of sources that must not resolve. */
export function problemsOf(load: () => unknown): readonly ConfigProblem[] {
  try {
    load();
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  throw new Error('resolved, though it should not');
}
