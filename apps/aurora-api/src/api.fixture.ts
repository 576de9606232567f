import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'undici';
import { loadConfig } from '@aurora/config/node';
import { type ReadEvent, parseRecord } from '@aurora/events';
import { ManualClock } from '@aurora/kernel';
import { createApi, type RunningApi } from './create-api';
import { type Settings } from './settings/settings';

export const OPS_TOKEN = 'ops-token-of-the-tests-0123';
export const API_TOKEN = 'api-token-of-the-tests';
export const OPS = { 'x-ops-token': OPS_TOKEN };
export const API = { 'x-auth-token': API_TOKEN };
/** A quiet Sunday, well inside a UTC day. */
export const START_MS = Date.UTC(2026, 10, 22, 12);

/** An order that every guard lets pass, in live mode too. */
export const GOOD_BODY = {
  order: { symbol: 'BTCUSDT', side: 'buy', qty: 1, price: 100 },
  market: { latency_ms: 5, spread_bps: 2, slip_bps_est: 0.5, a_bps: 10, b_bps: 40, score: 0.9 },
};

type Fields = Readonly<Record<string, unknown>>;

/** {@link GOOD_BODY} with fields of the order, the market and the whole replaced. */
export const bodyWith = (market: Fields = {}, order: Fields = {}, rest: Fields = {}): object => ({
  order: { ...GOOD_BODY.order, ...order },
  market: { ...GOOD_BODY.market, ...market },
  ...rest,
});

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** The body read as JSON; throws when it is none. */
  readonly json: Record<string, unknown>;
}

/** What a test changes of a service that is otherwise quiet: no rate limits, both tokens set. */
export interface ApiOptions {
  /** Sections as in a configuration file. */
  readonly config?: Readonly<Record<string, Fields | string | readonly string[]>>;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Folder of an earlier instance; a new one by default. */
  readonly folder?: string;
  readonly clock?: ManualClock;
  readonly start?: (settings: Settings, clock: ManualClock, newId: () => string) => Promise<RunningApi>;
}

export const tempFolder = (): string => mkdtempSync(join(tmpdir(), 'aurora-api-'));

/** Environment of an instance that lives in a folder. */
export const envFor = (folder: string, env: ApiOptions['env'] = {}): Record<string, string | undefined> => ({
  AURORA_API_PORT: '0',
  AURORA_SESSION_DIR: join(folder, 'session'),
  AURORA_RUN_DIR: join(folder, 'run'),
  OPS_TOKEN,
  AURORA_API_TOKEN: API_TOKEN,
  AURORA_LOG_LEVEL: 'silent',
  ...env,
});

/** Writes the configuration file of an instance. JSON is YAML. */
export function writeConfig(folder: string, config: ApiOptions['config'] = {}): void {
  const security = { rps_general: 0, rps_mutating: 0, ...(config['security'] as Fields | undefined) };
  mkdirSync(join(folder, 'configs/aurora'), { recursive: true });
  writeFileSync(join(folder, 'configs/aurora/base.yaml'), JSON.stringify({ ...config, security }));
}

export function settingsIn(folder: string, { config, env }: ApiOptions = {}): Settings {
  writeConfig(folder, config);
  return {
    loaded: loadConfig({ env: envFor(folder, env), cwd: folder, root: folder }),
    pid: process.pid,
    gitRevision: 'abc1234',
    version: '1.2.3',
  };
}

let idsGiven = 0;

/** A service in this process, on a port and in a folder of its own, with a clock that stands still. */
export class TestApi {
  private constructor(
    private readonly running: RunningApi,
    readonly folder: string,
    readonly clock: ManualClock,
    private readonly pool: Pool,
  ) {}

  static async start(options: ApiOptions = {}): Promise<TestApi> {
    const folder = options.folder ?? tempFolder();
    const clock = options.clock ?? new ManualClock(START_MS);
    const start = options.start ?? ((settings, time, newId) => createApi(settings, { clock: time, newId }));
    const running = await start(settingsIn(folder, options), clock, () => `decision-${++idsGiven}`);
    return new TestApi(running, folder, clock, new Pool(running.url, { connections: 32, pipelining: 1 }));
  }

  get url(): string {
    return this.running.url;
  }

  get stateFile(): string {
    return join(this.folder, 'run/state/aurora_state.json');
  }

  async send(method: 'GET' | 'POST', path: string, headers: object = {}, body?: string | Buffer): Promise<Answer> {
    const sent = await this.pool.request({
      method,
      path,
      headers: { 'content-type': 'application/json', ...headers },
      body: body ?? null,
    });
    const text = await sent.body.text();
    return {
      status: sent.statusCode,
      headers: sent.headers,
      text,
      get json() {
        return JSON.parse(text) as Record<string, unknown>;
      },
    };
  }

  get(path: string, headers: object = {}): Promise<Answer> {
    return this.send('GET', path, headers);
  }

  post(path: string, body?: unknown, headers: object = {}): Promise<Answer> {
    return this.send('POST', path, headers, body === undefined ? undefined : JSON.stringify(body));
  }

  /** Asks the gate; the answer is a 200. */
  async check(body: object = GOOD_BODY, headers: object = {}): Promise<Record<string, unknown>> {
    const answer = await this.post('/pretrade/check', body, headers);
    if (answer.status !== 200) throw new Error(`${answer.status}: ${answer.text}`);
    return answer.json;
  }

  /** Reports an outcome; the answer is a 200. */
  async report(body: object): Promise<void> {
    const answer = await this.post('/posttrade/log', body);
    if (answer.status !== 200) throw new Error(`${answer.status}: ${answer.text}`);
  }

  /** Lines of a file of the session folder. */
  lines(name: string): string[] {
    return readFileSync(join(this.folder, 'session', name), 'utf8')
      .split('\n')
      .slice(0, -1);
  }

  records(name: string): Record<string, unknown>[] {
    return this.lines(name).map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  events(...codes: string[]): ReadEvent[] {
    const all = this.lines('aurora_events.jsonl').map(parseRecord);
    return codes.length === 0 ? all : all.filter(({ eventCode }) => codes.includes(eventCode));
  }

  /** Stops the service and leaves its folder. */
  async stop(): Promise<void> {
    await this.pool.close();
    await this.running.stop();
  }

  /** Stops it and starts another on the same folder, at the same time. */
  async restart(options: ApiOptions = {}): Promise<TestApi> {
    await this.stop();
    return TestApi.start({ clock: this.clock, folder: this.folder, ...options });
  }

  async end(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Waits until something is true, looking again and again; fails when it is not within the time. */
export async function until(isTrue: () => boolean | Promise<boolean>, what: string, timeoutMs = 10_000): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (!(await isTrue())) {
    if (performance.now() > end) throw new Error(`not within ${timeoutMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
