import { spawn } from 'node:child_process';
import { appendFileSync, closeSync, openSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const STOP_GRACE_MS = 10_000;

/**
 * A Node script run beside the launcher: JSON lines of its stdout are handed on to `onLine`, everything else goes to its log.
 * With `onProbe` there is a descriptor 3, whose JSON lines are handed on to it.
 */
export class Child {
  #process;
  #stopping = false;

  /** Whether it may end by itself, with 0, without that being a failure. */
  mayEnd = false;

  /** Settles when the process has ended: `{ code, signal }`, `signal` when it was killed by one. */
  exited;

  constructor({ name, script, args = [], nodeArgs = [], env = process.env, cwd, logFile, onLine, onProbe }) {
    this.name = name;
    this.logFile = logFile;
    const log = openSync(logFile, 'a');
    // A process group of its own: Ctrl-C reaches the launcher alone, which stops its children in order.
    const stdio = ['ignore', 'pipe', log, ...(onProbe ? ['pipe'] : [])];
    this.#process = spawn(process.execPath, [...nodeArgs, script, ...args], { env, cwd, detached: true, stdio });
    closeSync(log);
    createInterface({ input: this.#process.stdout }).on('line', (line) => this.#take(line, onLine));
    if (onProbe) createInterface({ input: this.#process.stdio[3] }).on('line', (line) => onProbe(JSON.parse(line)));
    this.exited = new Promise((resolve) => {
      this.#process.on('error', (error) => {
        appendFileSync(logFile, `${error.message}\n`);
        resolve({ code: 1, signal: null });
      });
      // `close` comes after the last line of output, `exit` may come before it.
      this.#process.on('close', (code, signal) => resolve({ code, signal }));
    });
  }

  get pid() {
    return this.#process.pid;
  }

  /** True once it was told to stop: its end is no crash then. */
  get stopping() {
    return this.#stopping;
  }

  /** Asks the process to end, and ends it after ten seconds. */
  async stop(graceMs = STOP_GRACE_MS) {
    this.#stopping = true;
    this.#process.kill('SIGTERM');
    const timer = setTimeout(() => this.kill(), graceMs);
    const end = await this.exited;
    clearTimeout(timer);
    return end;
  }

  /** Ends the process at once, or sends it another signal. */
  kill(signal = 'SIGKILL') {
    this.#process.kill(signal);
  }

  lastLogLines(count) {
    return readFileSync(this.logFile, 'utf8').trimEnd().split('\n').slice(-count);
  }

  #take(line, onLine) {
    const message = parseMessage(line);
    if (message === undefined) appendFileSync(this.logFile, `${line}\n`);
    else onLine(message);
  }
}

function parseMessage(line) {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line);
  } catch {
    return undefined; // a line of text that begins like JSON belongs into the log
  }
}
