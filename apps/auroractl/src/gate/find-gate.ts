import { resolve } from 'node:path';
import type { AuroraConfig } from '@aurora/config';
import { Option, type Command } from 'commander';
import { httpUrl } from '../cli/arguments';
import { UsageError } from '../cli/failures';
import { isAlive, processRecords } from '../processes/process-record';
import { GateApi } from './gate-api';

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

/** The gate that is meant: `--url` or AURORA_API_URL, else the one that `start-api` left running, else the configured address. Tokens come from the configuration. */
export async function findGate({ url }: GateFlags): Promise<GateApi> {
  const { api, security, session } = await localConfig();
  return new GateApi(url ?? startedHere(session.runDir) ?? `http://${api.host}:${api.port}`, {
    ops: security.opsToken,
    api: security.apiToken,
  });
}

const startedHere = (runDir: string): string | null =>
  processRecords(resolve(runDir)).find((record) => record.name === 'aurora-api' && isAlive(record))?.url ?? null;
