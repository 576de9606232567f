import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseOrchestratorStatus, type OrchestratorStatusAnswer } from '@aurora/contracts';
import { type Ms } from '@aurora/kernel';

/** Heartbeats that may be missed before a tuner is no longer believed to run. */
const INTERVALS = 2;

/** The state a tuner wrote at its last heartbeat, and whether it still runs. Never rejects for what stands in the file. */
export async function readTunerStatus(dir: string, nowMs: Ms): Promise<OrchestratorStatusAnswer> {
  const text = await textIn(join(dir, 'status.json'));
  if (text === null) return { running: false };
  const said = jsonOf(text);
  if (said instanceof SyntaxError) return { running: false, problem: `status.json is no JSON: ${said.message}` };
  if (typeof said !== 'object' || said === null || Array.isArray(said))
    return { running: false, problem: 'status.json holds no object' };
  const parsed = parseOrchestratorStatus({ ...said, running: false });
  const faults = parsed.ok ? missingIn(parsed.value) : parsed.errors.map(({ field, message }) => `${field} ${message}`);
  if (!parsed.ok || faults.length > 0)
    return { running: false, problem: `status.json is none of a tuner: ${faults.join('; ')}`.slice(0, 1024) };
  return { ...parsed.value, running: isRunning(parsed.value, nowMs) };
}

/** The answer needs no more than to say that there is no tuner; a tuner always says these. */
const missingIn = (status: OrchestratorStatusAnswer): string[] =>
  (['pid', 'heartbeat_at', 'interval_ms'] as const)
    .filter((field) => status[field] == null)
    .map((field) => `${field} is required`);

async function textIn(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return error;
  }
}

/** A process that is stopped but not ended has its number still and an old heartbeat; a number given anew has none of its own. */
function isRunning({ pid, heartbeat_at: at, interval_ms: intervalMs }: OrchestratorStatusAnswer, nowMs: Ms): boolean {
  if (pid == null || at == null || intervalMs == null) return false;
  return nowMs - Date.parse(at) <= INTERVALS * intervalMs && lives(pid);
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'; // somebody else's
  }
}
