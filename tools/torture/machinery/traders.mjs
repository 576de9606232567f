// Clients that trade until the service goes: openings, exits, reports of what became of them, idempotency keys.
import { bodyWith } from './service.mjs';

/** As long as one may be. */
const TAG = 'tag'.padEnd(64, '-');
const DEFERRED = 'deferred';

/** What one client was told, in the order in which it was told it. */
export class Traders {
  /** `{client, key, text}`; `client` is null for what was not asked in an order. */
  heard = [];
  /** Bodies by idempotency key, whether they were answered or not. */
  keyed = new Map();
  /** Order ids of the reports that were answered. */
  reported = [];
  /** Reports that got no answer. */
  unansweredReports = [];
  /** Answers that are neither a decision nor a refusal because the service stops. */
  odd = [];
  /** Reports that were taken in while the log could not be written, and are on record later. */
  deferred = 0;
  /** Requests that were sent whole and got no answer. */
  unanswered = 0;

  constructor(random, { slowShare = 0, capSymbol = null, symbols = 50, exitShare = 0.1, tags = 0 } = {}) {
    this.random = random;
    this.options = { slowShare, capSymbol, symbols, exitShare, riskTags: Array(tags).fill(TAG) };
  }

  /** One client; resolves when the service has gone or `stopped` says so. */
  async trade(service, client, stopped = () => false) {
    const random = this.random.fork();
    const open = [];
    for (let n = 0; !stopped(); n++) {
      const isReport = open.length > 0 && random.chance(0.3);
      const sent = isReport
        ? await this.#report(service, open.shift(), `${client}-${n}`, random)
        : await this.#check(service, client, this.#order(random, `${client}-${n}`));
      if (sent === null) return;
      // What goes under the cap is never reported, so that it stays in force to the end.
      if (sent.allow && sent.order.symbol !== this.options.capSymbol) open.push(sent);
    }
  }

  /** Asks again with every key; answers the keys whose answer is another one than before. */
  async repeat(service) {
    const first = new Map(this.heard.filter(({ key }) => key !== null).map(({ key, text }) => [key, text]));
    const changed = [];
    await Promise.all(
      [...this.keyed].map(async ([key, body]) => {
        const { text } = await service.send('POST', '/pretrade/check', body);
        if (first.has(key) && first.get(key) !== text) changed.push({ key, first: first.get(key), then: text });
        this.heard.push({ client: null, key, text });
      }),
    );
    this.keyed.clear();
    return changed;
  }

  /** Reports again what was not answered. @returns their order ids. */
  async reportAgain(service) {
    const bodies = this.unansweredReports.splice(0);
    await Promise.all(bodies.map((body) => service.ask('POST', '/posttrade/log', body)));
    return bodies.map((body) => body.order_id);
  }

  /** Asks once, outside the order of any client. */
  async ask(service, body) {
    const answer = await service.check(body);
    this.heard.push({ client: null, key: body.req_id ?? null, text: JSON.stringify(answer) });
    return answer;
  }

  #order(random, id) {
    const { slowShare, capSymbol, symbols, exitShare, riskTags } = this.options;
    const key = random.chance(0.25) ? `key-${id}` : null;
    const market = random.chance(slowShare) ? { latency_ms: 400 } : {};
    const order =
      capSymbol !== null && random.chance(0.3)
        ? { symbol: capSymbol }
        : {
            symbol: `S${random.int(1, symbols)}USDT`,
            side: random.pick(['buy', 'sell']),
            qty: random.int(1, 20) / 100,
            ...(random.chance(exitShare) ? { reduce_only: true } : {}),
          };
    const rest = { ...(key !== null && { req_id: key }), ...(riskTags.length > 0 && { risk_tags: riskTags }) };
    const body = bodyWith(order, market, rest);
    if (key !== null) this.keyed.set(key, body);
    return body;
  }

  async #check(service, client, body) {
    const text = await this.#answered(service, '/pretrade/check', body);
    if (text === null) return null;
    this.heard.push({ client, key: body.req_id ?? null, text });
    const { allow, decision_id: decisionId } = JSON.parse(text);
    return { allow, decisionId, order: body.order };
  }

  async #report(service, { decisionId, order }, orderId, random) {
    const outcome = random.pick([
      { status: 'filled', filled: order.qty, average: order.price },
      { status: 'partially_filled', filled: order.qty / 2, average: order.price },
      { status: 'canceled', filled: 0 },
      { status: 'filled', filled: order.qty, average: order.price, pnl_pct: (random.int(0, 20) - 10) / 1000 },
    ]);
    const { symbol, side, qty } = order;
    const body = { order_id: orderId, decision_id: decisionId, symbol, side, qty, ...outcome };
    const text = await this.#answered(service, '/posttrade/log', body);
    if (text === null) this.unansweredReports.push(body);
    else if (text === DEFERRED) this.deferred++;
    else this.reported.push(orderId);
    return text === null ? null : { allow: false };
  }

  /** The body of a 200; `null` when the service stops or has gone. */
  async #answered(service, path, body) {
    let answer;
    try {
      answer = await service.send('POST', path, body);
    } catch {
      this.unanswered++;
      return null;
    }
    if (answer.status === 200) return answer.text;
    if (path === '/posttrade/log' && answer.status === 503 && answer.text.includes('audit_unavailable'))
      return DEFERRED;
    if (!(answer.status === 503 && answer.text.includes('shutting_down')))
      this.odd.push(`${path}: ${answer.status} ${answer.text}`);
    return null;
  }
}
