import { execFileSync, spawn, spawnSync, type ChildProcessByStdio } from 'node:child_process';
import { join } from 'node:path';
import { type Readable, type Writable } from 'node:stream';
import { Pool } from 'undici';
import { bodyWith } from './api.fixture';

const APP = join(__dirname, '..');
const MAIN = join(APP, 'dist/main.js');

/** Loads the program and begins when it is told to; ends without beginning when nobody is left to tell it. */
const BEGIN_WHEN_TOLD = `
  require(${JSON.stringify(join(APP, 'dist/create-api.js'))});
  if (require('node:fs').readSync(0, Buffer.alloc(1)) === 0) process.exit(0);
  require(${JSON.stringify(MAIN)});`;

/** Random enough for live mode. */
export const LIVE_OPS_TOKEN = 'vT7q-Zk2m_Rw9xLd4Hs8Bn3Yc6';
export const LIVE_API_TOKEN = 'pW5u_Gj8tXe1-Kf7r';

/** Builds the service unless it is up to date; two test files at once take turns. */
export function buildService(): void {
  const tsc = [process.execPath, require.resolve('typescript/bin/tsc'), '-b', join(APP, 'tsconfig.app.json')];
  const { status, stdout, stderr } = spawnSync('flock', [APP, ...tsc], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`the service does not build: ${stdout}${stderr}`);
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

export interface ChildOptions {
  /** Working folder; configurations are looked for in it, and session and run folder stand in it. */
  readonly folder: string;
  readonly env?: Readonly<Record<string, string>>;
  /** No file of it may grow beyond so many bytes; `limitFiles` changes that. */
  readonly fileBytes?: number;
  /** Loads its modules and then waits for `begin`. */
  readonly waits?: boolean;
}

export interface ChildAnswer {
  readonly status: number;
  readonly text: string;
}

const running = new Set<ChildApi>();

/** The service in a process of its own. */
export class ChildApi {
  private out = '';
  private err = '';
  private pool: Pool | null = null;
  private opsToken = LIVE_OPS_TOKEN;
  readonly ended: Promise<Ended>;

  private constructor(private readonly child: ChildProcessByStdio<Writable, Readable, Readable>) {
    running.add(this);
    child.stdout.on('data', (data: Buffer) => (this.out += data.toString()));
    child.stderr.on('data', (data: Buffer) => (this.err += data.toString()));
    this.ended = new Promise((resolve) =>
      child.on('close', (code, signal) => {
        running.delete(this);
        resolve({ code, signal, out: this.out, err: this.err });
      }),
    );
  }

  /** Starts the process; `env` is all it knows besides its folders and a free port. */
  static spawn({ folder, env, fileBytes, waits = false }: ChildOptions): ChildApi {
    const program = waits ? ['-e', BEGIN_WHEN_TOLD] : [MAIN];
    const child = spawn('prlimit', [`--fsize=${fileBytes ?? 'unlimited'}:`, process.execPath, ...program], {
      cwd: folder,
      env: {
        PATH: process.env['PATH'],
        AURORA_API_PORT: '0',
        AURORA_SESSION_DIR: join(folder, 'session'),
        AURORA_RUN_DIR: join(folder, 'run'),
        AURORA_GIT_REVISION: 'abc1234',
        ...env,
      },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    return new ChildApi(child);
  }

  /** Starts it and waits until it listens. */
  static start(options: ChildOptions): Promise<ChildApi> {
    return ChildApi.spawn(options).listening();
  }

  /** Kills whatever a failed test left running. */
  static async killAll(): Promise<void> {
    await Promise.all([...running].map((api) => api.kill('SIGKILL')));
  }

  get pid(): number {
    return this.child.pid!;
  }

  /** What it has said on standard error so far. */
  get said(): string {
    return this.err;
  }

  begin(): void {
    this.child.stdin.write('\n');
  }

  /** Resolves when it listens; rejects with what it said when it ends before. */
  async listening(): Promise<this> {
    const url = await new Promise<string>((resolve, reject) => {
      this.child.stdout.on('data', () => {
        const line = /^\{"type":"listening","url":"([^"]+)"\}$/m.exec(this.out);
        if (line !== null) resolve(line[1]!);
      });
      void this.ended.then(({ code, err }) => reject(new Error(`ended with ${code} before it listened: ${err}`)));
    });
    this.pool = new Pool(url, { connections: 16, pipelining: 1 });
    return this;
  }

  get port(): number {
    return Number(/:(\d+)"/.exec(this.out)?.[1]);
  }

  /** The ops token from now on. */
  useOpsToken(token: string): void {
    this.opsToken = token;
  }

  /** Asks with both tokens. Rejects when the service goes before it has answered. */
  async send(method: 'GET' | 'POST', path: string, body?: object): Promise<ChildAnswer> {
    if (this.pool === null) throw new Error('it does not listen yet');
    const headers = {
      'content-type': 'application/json',
      'x-ops-token': this.opsToken,
      'x-auth-token': LIVE_API_TOKEN,
    };
    const sent = await this.pool.request({ method, path, headers, body: body ? JSON.stringify(body) : null });
    return { status: sent.statusCode, text: await sent.body.text() };
  }

  /** Asks and reads the answer, which has this status. */
  async ask(method: 'GET' | 'POST', path: string, body?: object, status = 200): Promise<Record<string, unknown>> {
    const answer = await this.send(method, path, body);
    if (answer.status !== status) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
    return JSON.parse(answer.text) as Record<string, unknown>;
  }

  /** No file may grow beyond so many bytes from now on. */
  limitFiles(bytes: number | 'unlimited'): void {
    execFileSync('prlimit', ['--pid', String(this.pid), `--fsize=${bytes}:`]);
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Sends a signal and waits for the end. */
  async kill(signal: NodeJS.Signals): Promise<Ended> {
    this.signal(signal);
    const ended = await this.ended;
    await this.pool?.destroy();
    return ended;
  }
}

/** What clients were answered, in the order in which each of them got it. */
export interface Heard {
  /** Sends one request after the other; `null` for a repeat of another client's request. */
  readonly client: string | null;
  /** The idempotency key sent. */
  readonly key: string | null;
  readonly text: string;
}

/** Clients that trade on kept-alive connections until the service goes. */
export class Traders {
  readonly heard: Heard[] = [];
  /** Bodies by idempotency key, whether they were answered or not. */
  readonly keyed = new Map<string, object>();

  /** Opens positions of one symbol, and trades another one with reports of its fills. */
  async trade(api: ChildApi, client: string, symbol: string): Promise<void> {
    let fill: object | null = null;
    for (let n = 0; ; n++) {
      const key = n % 4 === 1 ? `${client}-${n}` : null;
      const traded = { symbol: 'LOADUSDT', side: n % 8 < 4 ? 'buy' : 'sell', qty: 0.1 };
      const body = bodyWith({}, n % 4 < 2 ? { symbol } : traded, key === null ? {} : { req_id: key });
      if (key !== null) this.keyed.set(key, body);
      const report = n % 4 === 3 ? fill : null;
      const text = await answered(api, report === null ? '/pretrade/check' : '/posttrade/log', report ?? body);
      if (text === null) return;
      if (report !== null) continue;
      this.heard.push({ client, key, text });
      const { decision_id } = JSON.parse(text) as { decision_id: string };
      fill = { ...traded, order_id: `${client}-${n}`, decision_id, status: 'filled', filled: 0.1, average: 100 };
    }
  }

  /** Asks again with every key of the last clients. */
  async repeat(api: ChildApi): Promise<void> {
    const bodies = [...this.keyed];
    this.keyed.clear();
    await Promise.all(bodies.map(([key, body]) => this.check(api, body, key)));
  }

  /** Asks once. @returns whether the order may go. */
  async check(api: ChildApi, body: object, key: string | null = null): Promise<boolean> {
    const text = await answered(api, '/pretrade/check', body);
    if (text === null) throw new Error('not answered');
    this.heard.push({ client: null, key, text });
    return (JSON.parse(text) as { allow: boolean }).allow;
  }
}

/** The answer to an accepted request; `null` when the service stops or has gone. */
async function answered(api: ChildApi, path: string, body: object): Promise<string | null> {
  let answer: ChildAnswer;
  try {
    answer = await api.send('POST', path, body);
  } catch {
    return null;
  }
  if (answer.status === 503 && answer.text.includes('shutting_down')) return null;
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.text}`);
  return answer.text;
}
