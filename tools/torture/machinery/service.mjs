// aurora-api as it is shipped, in a process that can be started again on the same folder, limited, and killed.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Pool } from 'undici';
import { firstLine, start } from '../../harness/children.mjs';
import { ROOT } from '../../run/bootstrap.mjs';

const MAIN = join(ROOT, 'apps/aurora-api/dist/main.js');

/** Random enough for live mode. */
export const OPS_TOKEN = 'hV3w-Tq8n_Lc5xKp2Js9Rd7Mz4';
export const API_TOKEN = 'gN6r_Yb1uQe-Xf9t';

/** An order that every guard lets pass, in live mode too. */
export const bodyWith = (order = {}, market = {}, rest = {}) => ({
  order: { symbol: 'BTCUSDT', side: 'buy', qty: 1, price: 100, ...order },
  market: { latency_ms: 5, spread_bps: 2, slip_bps_est: 0.5, a_bps: 10, b_bps: 40, score: 0.9, ...market },
  ...rest,
});

/** Settings of a live gate without rate limits; a section given replaces its keys, not the section. */
export const liveSettings = (sections = {}) => ({
  mode: 'live',
  ...sections,
  security: { rps_general: 0, rps_mutating: 0, ...sections.security },
});

export class Service {
  opsToken = OPS_TOKEN;
  #out = '';
  #err = '';
  #pool = null;

  /**
   * Starts the process; `env` and its folder are all it knows. `prefix` is a command that runs it; `sessionDir` and
   * `runDir` stand in the folder unless given.
   */
  constructor({
    folder,
    settings = liveSettings(),
    env = {},
    prefix = [],
    nodeArgs = [],
    sessionDir,
    runDir,
    port = 0,
  }) {
    this.folder = folder;
    this.sessionDir = sessionDir ?? join(folder, 'session');
    this.runDir = runDir ?? join(folder, 'run');
    mkdirSync(join(folder, 'configs/aurora'), { recursive: true });
    // JSON is YAML.
    writeFileSync(join(folder, 'configs/aurora/base.yaml'), JSON.stringify(settings));
    const [command, ...args] = [...prefix, process.execPath, ...nodeArgs, MAIN];
    this.child = start(
      { command, args },
      {
        cwd: folder,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: {
          PATH: process.env.PATH,
          AURORA_API_PORT: String(port),
          AURORA_SESSION_DIR: this.sessionDir,
          AURORA_RUN_DIR: this.runDir,
          AURORA_GIT_REVISION: 'torture',
          OPS_TOKEN,
          AURORA_API_TOKEN: API_TOKEN,
          ...env,
        },
      },
    );
    this.child.stdout.on('data', (data) => (this.#out += data));
    this.child.stderr.on('data', (data) => (this.#err += data));
    this.ended = new Promise((resolve) =>
      this.child.on('close', (code, signal) => resolve({ code, signal, out: this.#out, err: this.#err })),
    );
  }

  /** Starts it and waits until it listens; rejects with what it said when it ends before. */
  static start(options) {
    return new Service(options).listening(options);
  }

  async listening({ connections = 32 } = {}) {
    try {
      this.url = JSON.parse(await firstLine(this.child, 60_000)).url;
    } catch (error) {
      this.child.kill('SIGKILL');
      const { err } = await this.ended;
      throw new Error(`${error.message}: ${err}`, { cause: error });
    }
    this.port = Number(new URL(this.url).port);
    this.#pool = new Pool(this.url, { connections, pipelining: 1, headersTimeout: 60_000, bodyTimeout: 60_000 });
    return this;
  }

  get pid() {
    return this.child.pid;
  }

  get isGone() {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** What it has said on standard error so far. */
  get said() {
    return this.#err;
  }

  get stateFile() {
    return join(this.runDir, 'state/aurora_state.json');
  }

  storedState() {
    return JSON.parse(readFileSync(this.stateFile, 'utf8'));
  }

  /** Asks with both tokens; rejects when the service goes before it has answered. `body` may be its JSON text. */
  async send(method, path, body, headers = {}) {
    const answer = await this.#pool.request({
      method,
      path,
      headers: {
        'content-type': 'application/json',
        'x-ops-token': this.opsToken,
        'x-auth-token': API_TOKEN,
        ...headers,
      },
      body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
    });
    const text = await answer.body.text();
    return { status: answer.statusCode, text };
  }

  /** Asks and reads the answer; throws unless it has this status. */
  async ask(method, path, body, status = 200) {
    const answer = await this.send(method, path, body);
    if (answer.status !== status) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
    return JSON.parse(answer.text);
  }

  async check(body = bodyWith()) {
    return this.ask('POST', '/pretrade/check', body);
  }

  async isReady() {
    return (await this.send('GET', '/readiness')).status === 200;
  }

  /** A metric's value; `labels` as they are written, in braces. */
  async metric(name, labels = '') {
    const { text } = await this.send('GET', '/metrics');
    const line = text.split('\n').find((each) => each.startsWith(`${name}${labels} `));
    return line === undefined ? null : Number(line.split(' ').at(-1));
  }

  get residentMiB() {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${this.pid}/status`, 'utf8'))[1]) / 1024;
  }

  get openFiles() {
    return Number(execFileSync('sh', ['-c', `ls /proc/${this.pid}/fd | wc -l`], { encoding: 'utf8' }));
  }

  /** No file may grow beyond so many bytes from now on. */
  limitFiles(bytes) {
    execFileSync('prlimit', ['--pid', String(this.pid), `--fsize=${bytes}:`]);
  }

  signal(signal) {
    this.child.kill(signal);
  }

  /** Sends a signal and waits for the end; what does not end by itself within the time is killed. */
  async kill(signal = 'SIGTERM', withinMs = 30_000) {
    if (!this.isGone) this.signal(signal);
    const patience = setTimeout(() => this.child.kill('SIGKILL'), withinMs);
    const ended = await this.ended;
    clearTimeout(patience);
    await this.#pool?.destroy();
    return ended;
  }
}
