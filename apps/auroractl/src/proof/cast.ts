import { join } from 'node:path';
import { Finding } from '../cli/failures';
import { fetchText } from '../gate/fetch-text';
import { GateApi } from '../gate/gate-api';
import type { ProcessGroup } from '../processes/process-group';
import type { ProcessName } from '../processes/process-record';
import type { ProcessPlan } from '../processes/start-process';
import type { ProofEnvironment } from './environment';
import type { ProofOptions } from './proof-options';
import type { ProofScreen } from './proof-screen';
import type { Telemetry } from './telemetry';

/** A seed whose market brings an order within the first seconds. */
const SEED = 3;
const TUNER = { ttlS: 3, heartbeatS: 1 };
/** How often the tuner gives a sign of life. */
export const HEARTBEAT_MS = TUNER.heartbeatS * 1000;

/** Where Binance answers REST when its market data comes from this host. */
const REST_OF: Readonly<Record<string, string>> = { 'wss://fstream.binance.com': 'https://fapi.binance.com' };

/** A process that was started. */
interface Part {
  readonly pid: number;
  /** `null` when it serves none. */
  readonly url: string | null;
}

/** Market, gate, runner and tuner of a proof, as far as they have been started. */
export class Cast {
  readonly symbols: readonly [parent: string, child: string];
  /** What went wrong and did not end it. */
  readonly notes: string[] = [];
  private readonly parts = new Map<ProcessName, Part>();
  private venue: { readonly wsUrl: string; readonly restUrl: string } | undefined;
  private api: GateApi | undefined;

  constructor(
    private readonly options: ProofOptions,
    private readonly place: ProofEnvironment,
    private readonly group: ProcessGroup,
    private readonly screen: ProofScreen,
    private readonly stop: AbortSignal,
  ) {
    this.symbols = [options.parent, options.child];
  }

  part(name: ProcessName): Part | undefined {
    return this.parts.get(name);
  }

  /** Whether the very process that was started still runs. */
  lives(name: ProcessName): boolean {
    return this.group.lives(name);
  }

  /** Every address served, for seeing that nobody serves there any more. */
  get urls(): readonly string[] {
    return [...this.parts.values()].flatMap(({ url }) => url ?? []);
  }

  /** `undefined` until it is known. */
  get wsUrl(): string | undefined {
    return this.venue?.wsUrl;
  }

  get gate(): GateApi | undefined {
    return this.api;
  }

  async startMarket(): Promise<void> {
    const { wsUrl, restUrl } = this.options;
    if (wsUrl !== undefined) {
      const rest = restUrl ?? REST_OF[wsUrl] ?? new URL(wsUrl.replace(/^ws/, 'http')).origin;
      this.venue = { wsUrl, restUrl: rest };
      return this.screen.note(`market data of ${wsUrl}`);
    }
    const args = ['sim', '--symbols', this.symbols.join(','), '--seed', String(SEED)];
    const ready = await this.start('sim', args, 'listening');
    this.venue = { wsUrl: String(ready['ws_url']), restUrl: String(ready['url']) };
  }

  async startApi(telemetry: Telemetry): Promise<void> {
    const { ops, api } = this.place.tokens;
    const { url } = await this.start('aurora-api', [], 'listening');
    this.api = new GateApi(String(url), { ops, api });
    await this.api.get('/health');
    await this.api.text('/metrics');
    telemetry.watch('api', new URL('/metrics', String(url)).href);
  }

  async startRunner(telemetry: Telemetry): Promise<void> {
    const { wsUrl, restUrl } = this.venue!;
    const [parent, child] = this.symbols;
    const market = ['--ws-url', wsUrl, '--rest-url', restUrl, '--symbols', this.symbols.join(',')];
    const pair = ['--parent', parent, '--child', child];
    const place = ['--api-url', this.api!.url, '--session-dir', this.place.sessionDir, '--metrics-port', '0'];
    const { metrics_url: url } = await this.start('wisescalp-runner', [...market, ...pair, ...place], 'started');
    telemetry.watch('runner', String(url));
  }

  /** Of one that does not start the rest can tell all the same; what is missing then is named. @returns whether it did. */
  async startTuner(telemetry: Telemetry): Promise<boolean> {
    const { exploreRatio } = this.options;
    const { ttlS, heartbeatS } = TUNER;
    const args = ['tune', '--online', '--session', this.place.sessionDir, '--explore-ratio', String(exploreRatio)];
    const pace = ['--ttl', `${ttlS}s`, '--heartbeat', `${heartbeatS}s`, '--metrics-port', '0'];
    try {
      const { metrics_url: url } = await this.start('tuner', [...args, ...pace], 'started');
      if (typeof url === 'string') telemetry.watch('tuner', url);
      return true;
    } catch (error) {
      if (!(error instanceof Finding)) throw error;
      this.screen.note(error.message);
      this.notes.push(error.message);
      return false;
    }
  }

  /** What a process says of itself; `null` when it does not answer. */
  async metrics(name: ProcessName): Promise<string | null> {
    const url = this.parts.get(name)?.url;
    return url == null ? null : fetchText(new URL('/metrics', url).href);
  }

  private async start(name: ProcessName, args: readonly string[], readyType: ProcessPlan['readyType']) {
    const { env, sessionDir } = this.place;
    const plan = { name, args, readyType, cwd: sessionDir, sessionDir, logFile: join(sessionDir, `${name}.log`) };
    const where = this.api === undefined ? {} : { AURORA_API_URL: this.api.url };
    const { record, ready } = await this.group.start({ ...plan, env: { ...env, ...where } }, this.stop);
    const { pid, url } = record;
    this.parts.set(name, { pid, url });
    this.screen.note(`${name} pid ${pid}${url === null ? '' : ` at ${url}`}`);
    return ready;
  }
}
