import { resolve } from 'node:path';
import type { AuroraConfig } from '@aurora/config';
import { Option, type Command } from 'commander';
import { httpUrl } from '../cli/arguments';
import { UsageError } from '../cli/failures';
import { isAlive, processRecords } from '../processes/process-record';
import { GateApi, TOKEN_VARIABLES, type GateTokens } from './gate-api';

/** Options of the commands that talk to the gate. */
export interface GateFlags {
  readonly url?: string;
}

/** Gives a command the option that says where the gate is. */
export const withGate = (command: Command): Command =>
  command.addOption(
    new Option('--url <url>', 'the gate; else the one started from this folder, else the configured address')
      .env('AURORA_API_URL')
      .argParser(httpUrl),
  );

/** The configuration in force here, .env included. Throws a `UsageError` that names every problem. */
export async function localConfig(): Promise<AuroraConfig> {
  const { ConfigError } = await import('@aurora/config');
  const { loadConfig } = await import('@aurora/config/node');
  try {
    return loadConfig().resolved.config;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const lines = error.problems.map(({ path, message, where }) => `  ${path}: ${message} (${where})`);
    throw new UsageError(`the configuration cannot be used:\n${lines.join('\n')}`);
  }
}

/** The gate that is meant: `--url` or AURORA_API_URL, else the one that `start-api` left running, else the configured address. Tokens come from the configuration, or from the environment where that is broken and the gate was named. */
export async function findGate({ url }: GateFlags): Promise<GateApi> {
  const config = await localConfig().catch((error: unknown) => {
    // A broken file must not keep anybody from a gate that runs.
    if (error instanceof UsageError && url !== undefined) return null;
    throw error instanceof UsageError ? new UsageError(error.message + ALL_THE_SAME) : error;
  });
  if (config === null) return new GateApi(url!, environmentTokens());
  const { api, security, session } = config;
  return new GateApi(url ?? startedHere(session.runDir) ?? `http://${api.host}:${api.port}`, {
    ops: security.opsToken,
    api: security.apiToken,
  });
}

const ALL_THE_SAME = `\nTo reach a running gate all the same, give --url, and ${TOKEN_VARIABLES.ops} and ${TOKEN_VARIABLES.api} in the environment.`;

const environmentTokens = (): GateTokens => ({
  ops: process.env[TOKEN_VARIABLES.ops] || null,
  api: process.env[TOKEN_VARIABLES.api] || null,
});

const startedHere = (runDir: string): string | null =>
  processRecords(resolve(runDir)).find((record) => record.name === 'aurora-api' && isAlive(record))?.url ?? null;
