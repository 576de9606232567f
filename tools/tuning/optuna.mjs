// Optuna in a process of its own, asked for parameters trial by trial.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('optuna_search.py', import.meta.url));

/** Optuna as `python` has it, or `null` with the reason said on standard error when it has none. */
export async function startOptuna(python) {
  const child = spawn(python, [SCRIPT], { stdio: ['pipe', 'pipe', 'pipe'] });
  let complaint = '';
  child.stderr.on('data', (text) => (complaint += text));
  child.stdin.on('error', () => {}); // Its end shows on standard output.
  child.on('error', (error) => (complaint += error.message));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const first = await lines.next();
  if (first.done) {
    process.stderr.write(`Optuna is left out, ${python} has none: ${complaint.trim().split('\n').at(-1)}\n`);
    return null;
  }
  const say = (value) => child.stdin.write(`${JSON.stringify(value)}\n`);
  const hear = async () => {
    const { done, value } = await lines.next();
    if (done) throw new Error(`Optuna ended: ${complaint.trim()}`);
    return JSON.parse(value);
  };
  const version = JSON.parse(first.value).optuna;
  const [major, minor] = version.split('.').map(Number);
  return {
    version,
    /** Whether the sampler has the fault that `mended` takes out of it. */
    isFaulty: major < 3 || (major === 3 && minor < 5),
    /** Trials of one search with the parameters it chose and the values they were told to have. */
    async search(task, valueOf) {
      say(task);
      const trials = [];
      for (let i = 0; i < task.trials; i++) {
        const params = await hear();
        const value = valueOf(params, i);
        trials.push({ params, value });
        say(value);
      }
      return trials;
    },
    async end() {
      const ended = once(child, 'close');
      child.stdin.end();
      await ended;
    },
  };
}
