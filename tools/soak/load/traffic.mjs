// What a few bots would say: questions, reports of what became of the orders that were allowed, exits, repeats.
import { mulberry32 } from '@aurora/kernel';
import { bodyTemplates } from './body-templates.mjs';
import { post } from './http-text.mjs';

const ACK_MS = 10;
const FILL_MS = 60;
const EXIT_MS = 1500;
/** Shares of what happens: orders that are refused by the venue, cancelled, filled in two parts, never heard of again. */
const [REJECTED, CANCELLED, IN_PARTS, SILENT] = [0.08, 0.12, 0.15, 0.03];
const QUESTIONS_REPEATED = 0.02;
const REPORTS_REPEATED = 0.01;
const VENUE_ERRORS = [-2019, -1013, -1021, -4164, -2010];

export class Traffic {
  #random;
  #templates;
  #next = 0;
  #serial = 0;
  #run;
  /** Told later, in the order of their times: one queue for each pause. */
  #later = new Map([ACK_MS, FILL_MS, EXIT_MS].map((pause) => [pause, []]));

  /** @param run makes ids of different runs differ. */
  constructor({ bodies, seed, run }) {
    this.#random = mulberry32(seed);
    this.#templates = bodyTemplates(bodies);
    this.#run = run;
  }

  /** Orders whose story goes on. */
  get unfinished() {
    return [...this.#later.values()].reduce((sum, queue) => sum + queue.length, 0);
  }

  /** The request that is due: of an order that is under way, else a new question. */
  next(nowMs) {
    return this.due(nowMs) ?? this.#opening(nowMs);
  }

  /** What is due of orders under way; `undefined` when nothing is. */
  due(nowMs) {
    for (const queue of this.#later.values()) {
      if (queue.length > 0 && queue[0].dueMs <= nowMs) return queue.shift().make(nowMs);
    }
    return undefined;
  }

  /** Takes the answer to a request that `next` gave. @returns a request to send at once, or `undefined`. */
  answered(request, body, nowMs) {
    if (request.kind === 'report') {
      return !request.again && this.#random() < REPORTS_REPEATED ? { ...request, again: true } : undefined;
    }
    if (request.kind === 'repeat') return undefined;
    if (request.kind === 'exit' || body.startsWith('{"allow":true')) this.#decided(request, body, nowMs);
    return request.key !== undefined && this.#random() < QUESTIONS_REPEATED
      ? { ...request, kind: 'repeat', expect: body }
      : undefined;
  }

  #opening(nowMs) {
    const template = this.#templates[this.#next++ % this.#templates.length];
    const { symbol, side, qty } = template.order;
    return this.#question('opening', template, { symbol, side, qty }, nowMs);
  }

  #question(kind, template, order, nowMs) {
    const cid = `${this.#run}-${++this.#serial}`;
    const key = template.keyless ? undefined : `${cid}-key`;
    const fill = { ts: String(Math.floor(nowMs)), req: `"${key}"`, cid: `"${cid}"`, qty: String(order.qty) };
    const text = post('/pretrade/check', template[kind](fill));
    return { kind, text, template, key, order: { ...order, cid, price: template.price, exit: kind === 'exit' } };
  }

  #decided(request, body, nowMs) {
    const { order, template } = request;
    if (!body.startsWith('{"allow":true')) {
      // A position that may not be closed now is closed later.
      this.#exitLater(template, order, nowMs);
      return;
    }
    const told = {
      ...order,
      qty: Math.min(order.qty, Number(/"max_qty":([-+.e\d]+)/.exec(body)[1])),
      decisionId: /"decision_id":"([^"]+)"/.exec(body)[1],
    };
    // Exits are always filled: what they would leave behind would add up over hours.
    const fate = order.exit ? 1 : this.#random();
    if (fate < SILENT) return;
    if (fate < SILENT + REJECTED) return this.#tellLater(FILL_MS, told, 'rejected', nowMs);
    this.#tellLater(ACK_MS, told, 'new', nowMs);
    if (fate < SILENT + REJECTED + CANCELLED) return this.#tellLater(FILL_MS, told, 'canceled', nowMs);
    if (fate < SILENT + REJECTED + CANCELLED + IN_PARTS) this.#tellLater(FILL_MS, told, 'partially_filled', nowMs);
    this.#tellLater(FILL_MS, told, 'filled', nowMs);
    if (!order.exit) this.#exitLater(template, { ...told, side: order.side === 'buy' ? 'sell' : 'buy' }, nowMs);
  }

  #exitLater(template, { symbol, side, qty }, nowMs) {
    this.#later.get(EXIT_MS).push({
      dueMs: nowMs + EXIT_MS,
      make: (atMs) => this.#question('exit', template, { symbol, side, qty }, atMs),
    });
  }

  #tellLater(pause, order, status, nowMs) {
    this.#later.get(pause).push({
      dueMs: nowMs + pause,
      make: (atMs) => ({ kind: 'report', text: post('/posttrade/log', this.#report(order, status, atMs)) }),
    });
  }

  #report(order, status, nowMs) {
    const filled = status === 'filled' ? order.qty : status === 'partially_filled' ? order.qty / 2 : 0;
    const about = {
      order_id: `x${order.cid}`,
      client_order_id: order.cid,
      decision_id: order.decisionId,
      symbol: order.symbol,
      side: order.side,
      action: order.exit ? 'close' : 'open',
      reduce_only: order.exit,
      qty: order.qty,
      status,
      filled,
      exchange_ts: Math.floor(nowMs),
    };
    if (status === 'rejected') {
      const code = VENUE_ERRORS[Math.floor(this.#random() * VENUE_ERRORS.length)];
      return JSON.stringify({ ...about, error_code: code, error_msg: 'refused by the venue' });
    }
    if (filled === 0) return JSON.stringify(about);
    const average = order.price * (1 + (this.#random() - 0.5) * 1e-4);
    const fee = { cost: filled * average * 2e-4, currency: 'USDT' };
    const pnl = order.exit && status === 'filled' ? { pnl_usdt: (this.#random() - 0.5) * 2 } : {};
    return JSON.stringify({ ...about, average, fee, ...pnl });
  }
}
