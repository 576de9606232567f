import { accessSync, constants, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, relative, resolve } from 'node:path';
import type { AuroraConfig } from '@aurora/config';
import { answer, type AnswerFlags } from '../cli/answer';
import { Finding, UsageError } from '../cli/failures';
import { localConfig } from '../gate/find-gate';
import { runningProcess } from './process-record';
import { OWN_FOLDER_MODE, settleRun, writeRunNote } from './run-folder';

export interface InitRunFlags extends AnswerFlags {
  readonly dir?: string;
  readonly config?: string;
}

interface InitRunAnswer {
  readonly run_dir: string;
  readonly session_dir: string;
  readonly config: string | null;
  readonly mode: string;
  readonly api: { readonly host: string; readonly port: number; readonly state: 'free' | 'ours' };
}

/** `auroractl init-run`. */
export async function runInitRun(flags: InitRunFlags): Promise<void> {
  answer(flags, await initRun(flags), (made) => text(made, flags));
}

/** Where it would listen, when that is not the configured port. */
interface OtherPort {
  readonly port?: number;
}

/** Makes the folders of a run. Throws a `UsageError` for a configuration and a `Finding` for a folder or port that cannot be used. */
export async function initRun({ dir, config: name, port }: InitRunFlags & OtherPort): Promise<InitRunAnswer> {
  const { config, file } = name === undefined ? { config: await localConfig(), file: null } : await namedConfig(name);
  const runDir = resolve(dir ?? config.session.runDir);
  for (const folder of [runDir, join(runDir, 'state'), join(runDir, 'tuner')]) makeOwn(folder);
  const { sessionDir, note } = await settleRun({ runDir });
  makeOwn(sessionDir);
  const chosen = file ?? note.config;
  writeRunNote(runDir, { ...note, config: chosen });
  const place = { host: config.api.host, port: port ?? config.api.port };
  const api = { ...place, state: await portState(place, runDir) };
  return { run_dir: runDir, session_dir: sessionDir, config: chosen, mode: config.mode, api };
}

async function namedConfig(name: string): Promise<{ config: AuroraConfig; file: string | null }> {
  const { ConfigError } = await import('@aurora/config');
  const { loadConfig } = await import('@aurora/config/node');
  try {
    const { resolved, configFile } = loadConfig({ env: { ...process.env, AURORA_CONFIG: name } });
    return { config: resolved.config, file: configFile };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const lines = error.problems.map(({ path, message, where }) => `  ${path}: ${message} (${where})`);
    throw new UsageError(`the configuration ${name} cannot be used:\n${lines.join('\n')}`);
  }
}

function makeOwn(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: OWN_FOLDER_MODE });
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Finding(
      `the folder ${folder} cannot be used (${code}); choose another, or give yourself the right to write there`,
    );
  }
}

interface Place {
  readonly host: string;
  readonly port: number;
}

/** Whether the gate could listen where it is configured to, or one of ours does. Throws a `Finding` when somebody else does. */
async function portState({ host, port }: Place, runDir: string): Promise<'free' | 'ours'> {
  if (runningProcess(runDir, 'aurora-api') !== null) return 'ours';
  try {
    await new Promise<void>((done, failed) => {
      const server = createServer()
        .once('error', failed)
        .listen(port, host, () => server.close(() => done()));
    });
    return 'free';
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Finding(
      `the gate could not listen on ${host}:${port} (${code}); set AURORA_API_PORT, or start it with \`auroractl start-api --port 0\``,
    );
  }
}

function text({ run_dir: run, session_dir: session, config, mode, api }: InitRunAnswer, { dir }: InitRunFlags): string {
  const shown = (path: string): string => {
    const short = relative(process.cwd(), path);
    return short === '' || short.startsWith('..') ? path : short;
  };
  const env = dir === undefined ? [] : [`  export AURORA_RUN_DIR=${run}`];
  return [
    `run      ${shown(run)}`,
    `session  ${shown(session)}`,
    `config   ${config === null ? 'the usual one' : shown(config)}, mode ${mode}`,
    `gate     ${api.host}:${api.port}, ${api.state === 'ours' ? 'up already' : 'free'}`,
    'next:',
    ...env,
    ...(api.state === 'ours' ? [] : ['  auroractl start-api']),
    '  auroractl start-runner --ws-url wss://fstream.binance.com --rest-url https://fapi.binance.com',
    '  auroractl status',
  ].join('\n');
}
