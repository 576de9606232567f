import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { answer, type AnswerFlags } from '../cli/answer';
import { Finding } from '../cli/failures';
import { GateApi } from '../gate/gate-api';
import { removeProcessRecord, runningProcess, startedTicks, writeProcessRecord } from './process-record';
import { ensureBuilt, scriptOf } from './programs';
import { environmentOf, settleRun, type RunPlace } from './run-folder';
import { startProcess } from './start-process';

const NAME = 'aurora-api';

export interface StartApiFlags extends AnswerFlags {
  readonly port?: number;
  readonly sessionDir?: string;
  readonly mode?: string;
  readonly foreground?: boolean;
}

/** What `start-api` answers. */
export interface StartedApi {
  readonly pid: number;
  readonly url: string;
  readonly session_dir: string;
  readonly log_file: string;
}

/** `auroractl start-api`. */
export async function runStartApi(flags: StartApiFlags): Promise<void> {
  if (flags.foreground === true) return inForeground(flags);
  answer(
    flags,
    await startApi(flags),
    ({ url, pid, session_dir: session, log_file: log }) =>
      `aurora-api is up at ${url} (pid ${pid})\n  session  ${session}\n  log      ${log}\n` +
      '  next     auroractl status, auroractl start-runner --ws-url …; auroractl stop aurora-api',
  );
}

/** Starts the gate in the background and waits until it answers. Throws a `Finding` when one of ours runs here already. */
export async function startApi(flags: StartApiFlags): Promise<StartedApi> {
  const { place, env } = await prepared(flags);
  const { runDir, sessionDir } = place;
  const logFile = join(sessionDir, 'api.log');
  const { record } = await startProcess({
    ...{ name: NAME, args: [], env, cwd: process.cwd(), runDir, sessionDir, logFile },
    readyType: 'listening',
  });
  const url = record.url!;
  await new GateApi(url, { ops: null, api: null }).get('/health');
  return { pid: record.pid, url, session_dir: sessionDir, log_file: logFile };
}

async function prepared(flags: StartApiFlags): Promise<{ place: RunPlace; env: NodeJS.ProcessEnv }> {
  ensureBuilt([NAME]);
  const place = await settleRun(flags);
  const running = runningProcess(place.runDir, NAME);
  if (running !== null)
    throw new Finding(
      `aurora-api runs already (pid ${running.pid}${running.url === null ? '' : `, ${running.url}`}); ` +
        'stop it with `auroractl stop aurora-api`',
    );
  const env = {
    ...environmentOf(place),
    ...(flags.port !== undefined && { AURORA_API_PORT: String(flags.port) }),
    ...(flags.mode !== undefined && { AURORA_MODE: flags.mode }),
  };
  return { place, env };
}

/** Is the gate for as long as it runs: what it writes is shown, signals are handed on, its exit code is the answer. */
async function inForeground(flags: StartApiFlags): Promise<void> {
  const { place, env } = await prepared(flags);
  const { runDir, sessionDir } = place;
  const child = spawn(process.execPath, [scriptOf(NAME)], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'close');
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, () => child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal));
  const pid = child.pid!;
  const about = { name: NAME, pid, started_ticks: startedTicks(pid), started_at: new Date().toISOString() };
  const record = { ...about, url: null, session_dir: sessionDir, log_file: '(its terminal)' };
  writeProcessRecord(runDir, record);
  createInterface({ input: child.stdout }).on('line', (line) => {
    process.stdout.write(`${line}\n`);
    if (!line.startsWith('{"type":"listening"')) return;
    writeProcessRecord(runDir, { ...record, url: (JSON.parse(line) as { readonly url: string }).url });
  });
  const [code] = (await ended) as [number | null];
  removeProcessRecord(runDir, NAME);
  process.exitCode = code ?? 1;
}
