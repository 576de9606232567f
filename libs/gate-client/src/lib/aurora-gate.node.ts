import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { PosttradeRequest, PretradeCheckRequest } from '@aurora/contracts';
import { msToNs, parseMode, type Mode, type Ms, type NewId, type TsNs } from '@aurora/kernel';
import { CoolDowns } from './cool-downs';
import { GateLine, type Failed, type GateStats } from './gate-line.node';
import type { AuroraGateOptions } from './gate-options';
import type { GateVerdict, OrderGate } from './order-gate';
import { questionOf, type Question } from './question';
import { readAnswer } from './read-answer';
import { stamped } from './stamped';
import { failedClosed, failedOpen, judged } from './verdicts';

const CHECK = '/pretrade/check';
const LOG = '/posttrade/log';

const NO_ANSWER = { kind: 'bad_answer', away: false, message: 'the body is no answer of the gate' } as const;

/**
 * The gate over HTTP: keep-alive, a time limit, one retry where asking twice is asking once, a circuit breaker.
 * Without an answer orders do not go, unless `failOpen` says otherwise outside live, and then only while no gate is
 * there at all: an answer that refuses or makes no sense never lets an order through, and neither does the silence of a
 * gate whose last word was `hard_gate`.
 */
export class AuroraGate implements OrderGate {
  private readonly line: GateLine;
  private readonly coolDowns = new CoolDowns();
  private readonly mode: Mode;
  private readonly failOpen: boolean;
  private readonly nowMs: () => Ms;
  private readonly newId: NewId;
  private stampedNs: TsNs = 0n;
  /** The gate's last word was a hard one: it is live, or stopped, and stays so while it does not answer. */
  private hardGate = false;

  /** Throws a `RangeError` on options that are out of bounds and on `failOpen` with live, a `TypeError` on a `url` that is none. */
  constructor(options: AuroraGateOptions) {
    const mode = parseMode(String(options.mode));
    if (mode === undefined) throw new RangeError(`mode must be live, testnet, paper or shadow, got ${options.mode}`);
    this.mode = mode;
    this.failOpen = options.failOpen === true;
    if (this.failOpen && mode === 'live') throw new RangeError('failOpen is not for live');
    this.nowMs = options.nowMs ?? (() => performance.timeOrigin + performance.now());
    this.newId = options.newId ?? (() => randomUUID());
    this.line = new GateLine(options, this.nowMs);
  }

  /**
   * Asks whether an order may be sent. A request without `req_id` gets one, and `account.mode` becomes the stricter of
   * the request's and the client's. Within a cool-down the gate spoke of, an opening of that symbol is answered here;
   * exits are always asked for. Rejects only with the `TypeError` of a request that is no JSON.
   */
  async check(request: PretradeCheckRequest): Promise<GateVerdict> {
    const question = questionOf(request, this.mode, () => this.newId(this.nowMs()));
    const { symbol, opening, json } = question;
    const cooling = opening && symbol !== undefined ? this.coolDowns.verdict(symbol, this.nowMs()) : undefined;
    if (cooling !== undefined) return cooling;
    const outcome = await this.line.ask(CHECK, json, true);
    if ('kind' in outcome) return this.unanswered(question, outcome);
    const answer = readAnswer(outcome.body);
    if (answer === undefined) return this.unanswered(question, { ...NO_ANSWER, attempts: outcome.attempts });
    this.hardGate = answer.hard_gate;
    if (symbol !== undefined) this.coolDowns.note(symbol, answer, this.nowMs());
    return judged(answer);
  }

  /**
   * Tells what became of an order. A report that names the client's order id gets a `ts_ns` when it has none: by both
   * the gate knows a repeat, so such a report is sent a second time when the first was not answered. Nothing is queued.
   * @returns whether the gate took it in; when not, the caller decides.
   */
  async report(outcome: PosttradeRequest): Promise<boolean> {
    const { body, repeatable } = stamped(outcome, () => this.nextTsNs());
    const came = await this.line.ask(LOG, JSON.stringify(body), repeatable);
    if (!('kind' in came) && isOk(came.body)) return true;
    this.line.failed(LOG, 'kind' in came ? came : { ...NO_ANSWER, attempts: came.attempts });
    return false;
  }

  /** Lets go of the connections once what is under way has ended. Afterwards nothing is allowed and nothing taken in. */
  close(): Promise<void> {
    return this.line.close();
  }

  /** What the client has seen since it was made. */
  stats(): GateStats {
    return this.line.stats();
  }

  private unanswered({ mode, soundQty, reqId }: Question, failed: Failed): GateVerdict {
    this.line.failed(CHECK, failed, reqId);
    const hard = this.hardGate || mode === 'live';
    const mayGo = this.failOpen && failed.away && !hard && !this.line.closed;
    if (mayGo && soundQty !== undefined) return failedOpen(failed.kind, soundQty);
    return failedClosed(failed.kind, hard, failed.retryAfterMs);
  }

  /** Two reports never share one. */
  private nextTsNs(): TsNs {
    const nowNs = msToNs(this.nowMs());
    this.stampedNs = nowNs > this.stampedNs ? nowNs : this.stampedNs + 1n;
    return this.stampedNs;
  }
}

const isOk = (body: unknown): boolean => (body as { readonly status?: unknown } | null)?.status === 'ok';
