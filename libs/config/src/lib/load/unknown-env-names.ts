import { closest } from 'fastest-levenshtein';
import { type ConfigSchema } from '../schema/compose-schema';
import { type EnvSources } from './read-env';
import { type ConfigDiagnostic } from './view';

/** Names that choose the configuration itself. */
export const LOADER_ENV = ['AURORA_CONFIG', 'AURORA_CONFIG_NAME'] as const;

/** `AURORA_*` names that set nothing: a slip in the name of a limit must be seen. Other names are nobody's business. */
export function unknownEnvNames(schema: ConfigSchema, { env = {}, dotenv }: EnvSources): ConfigDiagnostic[] {
  const known = [...LOADER_ENV, ...schema.keys.flatMap((key) => key.env)];
  const isSet = (texts: Readonly<Record<string, string | undefined>>, name: string) => (texts[name] ?? '') !== '';
  const given = [env, dotenv?.values ?? {}].flatMap((texts) => Object.keys(texts).filter((name) => isSet(texts, name)));
  return [...new Set(given)]
    .filter((name) => name.startsWith('AURORA_') && !known.includes(name))
    .sort()
    .map((name) => ({
      code: 'unknown_env',
      message: `${name} sets nothing; the nearest known name is ${closest(name, known)}`,
    }));
}
