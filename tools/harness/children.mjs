// Child processes: every one is ended by its own pid, whatever happens to the bench.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

const running = new Set();

/** Ends what still runs when this process ends, by whatever way. */
export function endChildrenAtExit() {
  const kill = () => running.forEach((child) => child.kill('SIGKILL'));
  process.on('exit', kill);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1));
}

export function start({ command, args }, options = {}) {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'], ...options });
  running.add(child);
  child.once('exit', () => running.delete(child));
  child.once('error', () => running.delete(child));
  return child;
}

/** The first line a child says; rejects when it ends or says nothing for too long. */
export async function firstLine(child, withinMs = 30_000) {
  const lines = createInterface({ input: child.stdout });
  const gone = new AbortController();
  const said = once(lines, 'line', { signal: AbortSignal.any([AbortSignal.timeout(withinMs), gone.signal]) });
  const onExit = (code) => gone.abort(new Error(`a child ended with ${code} before it said anything`));
  child.once('exit', onExit);
  try {
    const [line] = await said;
    return line;
  } catch (error) {
    throw gone.signal.aborted ? gone.signal.reason : error;
  } finally {
    child.off('exit', onExit);
    lines.close();
    child.stdout.resume();
  }
}

/** Asks a child to end, and ends it when it does not. */
export async function stop(child, withinMs = 10_000) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const patience = setTimeout(() => child.kill('SIGKILL'), withinMs);
  await ended;
  clearTimeout(patience);
}

/** Runs a script to its end and answers the JSON it says. */
export async function runForJson(command, options = {}, withinMs = 300_000) {
  const child = start(command, options);
  const patience = setTimeout(() => child.kill('SIGKILL'), withinMs);
  const chunks = [];
  child.stdout.on('data', (chunk) => chunks.push(chunk));
  const [code] = await once(child, 'close');
  clearTimeout(patience);
  if (code !== 0) throw new Error(`${command.args.join(' ')} ended with ${code}`);
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}
