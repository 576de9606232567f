import { appendFileSync } from 'node:fs';
import { setTimeout as passed } from 'node:timers/promises';
import { bodyWith } from '../api.fixture';
import { ChildApi, LIVE_OPS_TOKEN, Traders } from '../child-api.fixture';
import { CLIENTS, folderWith, logOf, TOKENS, tornBytes } from './durability.fixture';
import { OPERATIONS } from './operations.fixture';

/** Sixty of the usual orders. */
export const CAP_USDT = 6000;

const ROTATION = OPERATIONS.length;
const kindOf = (round: number): number => round % (ROTATION + 1);
const tokenOf = (round: number): string => `${LIVE_OPS_TOKEN}-${round}`;
/** Symbol of the round, under the cap. */
export const capped = (round: number): string => `CAP${round}USDT`;

/** A service that is killed under load and started on the same folder, again and again. */
export class KilledService {
  readonly traders = new Traders();
  readonly folder: string;
  /** Operations that were answered before the kill. */
  answered = 0;
  private opsToken = LIVE_OPS_TOKEN;
  private readonly ahead: ChildApi[] = [];

  constructor(
    durability: 'os' | 'disk',
    private readonly rounds: number,
    private seed = rounds,
  ) {
    const risk = { max_symbol_exposure_usdt: CAP_USDT, reservation_ttl_ms: 86_400_000 };
    const pretrade = { idempotency_ttl_ms: 86_400_000 };
    this.folder = folderWith({ mode: 'live', logging: { durability }, risk, pretrade });
  }

  /** Starts it; the two after it are loaded meanwhile, which is most of what a start takes. */
  async start(round: number): Promise<ChildApi> {
    const startsLeft = this.rounds + 1 - round;
    while (this.ahead.length < Math.min(3, startsLeft)) {
      this.ahead.push(ChildApi.spawn({ folder: this.folder, env: TOKENS, waits: true }));
    }
    const api = this.ahead.shift()!;
    api.begin();
    await api.listening();
    api.useOpsToken(this.opsToken);
    return api;
  }

  /** Trades, lets an operator act, kills it 50 to 250 ms later, and starts the next. */
  async round(api: ChildApi, round: number): Promise<ChildApi> {
    const clients = Array.from({ length: CLIENTS }, (_, i) => this.traders.trade(api, `${round}.${i}`, capped(round)));
    const isRotation = kindOf(round) === ROTATION;
    const [path, body] = OPERATIONS[kindOf(round)]?.run ?? ['/ops/rotate_token', { new_token: tokenOf(round) }];
    const operated = api.send('POST', path, body).then(
      ({ status }) => status === 200,
      () => false,
    );
    await passed(50 + 200 * this.random());
    // In every other round the kill may come before the operator has an answer.
    if (round % 2 === 0 || isRotation) expect(await operated).toBe(true);
    const { err } = await api.kill('SIGKILL');
    await Promise.all(clients);
    expect(err).not.toContain('"level":50');
    if (round % 5 === 2) appendFileSync(logOf(this.folder), '{"ts_ns":17638128');
    const torn = tornBytes(logOf(this.folder));
    const next = await this.start(round + 1);
    if (torn > 0) expect(next.said).toContain(`aurora_events.jsonl: ${torn} bytes of an unfinished last line`);
    if (await operated) await this.expectKept(next, round);
    await this.useUp(next, round);
    return next;
  }

  private async expectKept(api: ChildApi, round: number): Promise<void> {
    this.answered++;
    const operation = OPERATIONS[kindOf(round)];
    if (operation !== undefined) return operation.holds(api);
    await api.ask('GET', '/liveness', undefined, 403);
    this.opsToken = tokenOf(round);
    api.useOpsToken(this.opsToken);
    await api.ask('GET', '/liveness');
  }

  /** Undoes the operation, repeats every key of the round, and takes what is left under its cap. */
  private async useUp(api: ChildApi, round: number): Promise<void> {
    await this.traders.repeat(api);
    const undo = OPERATIONS[kindOf(round)]?.undo;
    if (undo !== undefined) await api.send('POST', ...undo);
    const ask = (): Promise<boolean> => this.traders.check(api, bodyWith({}, { symbol: capped(round) }));
    while ((await Promise.all(Array.from({ length: CLIENTS }, ask))).includes(true));
  }

  /** Linear congruential, Numerical Recipes: good enough to pick a moment. */
  private random(): number {
    this.seed = (this.seed * 1_664_525 + 1_013_904_223) >>> 0;
    return this.seed / 2 ** 32;
  }
}
