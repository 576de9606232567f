// `auroractl proof` as a user starts it, and what there is to see of it from outside.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { ROOT } from '../../run/bootstrap.mjs';

export const AURORACTL = join(ROOT, 'apps/auroractl/bin/auroractl.cjs');
export const OPS_TOKEN = 'q8Vz-Kt3m_Xw7yLd2Hs9Bn4Rc5';

const PROCESS = /(aurora-api|wisescalp-runner|tuner|sim) pid (\d+)(?: at (\S+))?/;
const POLL_MS = 20;
/** What of the environment would make another proof of it. */
const cleanEnvironment = () =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(AURORA_|OPS_|TRAP_|PRETRADE_)/.test(name)));

export class RunningProof {
  lines = [];
  /** Processes it said it started: `name → { pid, url }`. */
  parts = new Map();
  #output = '';

  /** @param folder its own; everything it leaves stands in there. */
  constructor(folder, args = []) {
    this.folder = folder;
    this.out = join(folder, 'out.json');
    const all = ['proof', '--json', '--dir', join(folder, 'proofs'), '--out', this.out, '--max-wait-seconds', '20'];
    const env = { ...cleanEnvironment(), OPS_TOKEN };
    this.child = spawn(process.execPath, [AURORACTL, ...all, ...args], { cwd: folder, env });
    this.child.stdout.on('data', (data) => (this.#output += data));
    createInterface({ input: this.child.stderr }).on('line', (line) => {
      this.lines.push(line);
      const [, name, pid, url] = PROCESS.exec(line) ?? [];
      if (name !== undefined) this.parts.set(name, { pid: Number(pid), url });
    });
    this.ended = once(this.child, 'close').then(([code, signal]) => ({ code, signal }));
  }

  /** A process of it as soon as it has said that it started it. */
  async part(name) {
    while (!this.parts.has(name)) {
      assert.ok(this.child.exitCode === null, `it ended before there was a ${name}:\n${this.said}`);
      await wait(POLL_MS);
    }
    return this.parts.get(name);
  }

  /** Resolves when a line of its standard error passes. */
  async line(pattern) {
    while (!this.lines.some((line) => pattern.test(line))) {
      assert.ok(this.child.exitCode === null, `it ended before it said ${pattern}:\n${this.said}`);
      await wait(POLL_MS);
    }
  }

  get said() {
    return this.lines.join('\n');
  }

  /** @returns its exit code and its result, which must be the same on standard output and in the file. */
  async result() {
    const { code } = await this.ended;
    assert.notEqual(this.#output, '', this.said);
    const document = JSON.parse(this.#output);
    assert.deepEqual(JSON.parse(readFileSync(this.out, 'utf8')), document);
    return { code, document, text: this.#output };
  }

  /** Whatever is still there of it, each as a text. */
  async leftBehind() {
    const found = mentioning(this.folder).map(({ pid, command }) => `process ${pid}: ${command}`);
    for (const [name, { pid, url }] of this.parts) {
      if (isThere(pid)) found.push(`${name} (${pid})`);
      if (url !== undefined && (await listens(url))) found.push(`somebody listens at ${url}`);
    }
    const files = readdirSync(this.folder, { recursive: true });
    return [...found, ...files.filter((name) => name.endsWith('.lock') || /processes\/.*\.json$/.test(name))];
  }

  /** Ends it when a test has failed. */
  async end() {
    this.child.kill('SIGKILL');
    await this.ended;
    for (const { pid } of mentioning(this.folder)) process.kill(pid, 'SIGKILL');
  }
}

/** Processes on whose command line, or in whose environment, the folder stands. */
function mentioning(folder) {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  return pids.flatMap((pid) => {
    const command = textOf(`/proc/${pid}/cmdline`).replaceAll('\0', ' ');
    return `${command} ${textOf(`/proc/${pid}/environ`)}`.includes(folder) ? [{ pid: Number(pid), command }] : [];
  });
}

function textOf(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // gone, or another user's
  }
}

function isThere(pid) {
  const text = textOf(`/proc/${pid}/stat`);
  return text !== '' && !/\) Z /.test(text);
}

const listens = (url) =>
  new Promise((resolve) => {
    const { port, hostname } = new URL(url);
    const socket = connect({ port: Number(port), host: hostname })
      .once('connect', () => (socket.destroy(), resolve(true)))
      .once('error', () => resolve(false));
  });
