// Bodies of the market with holes for what differs from one asking to the next, so that a question costs the client
// little more than joining texts.

const ACCOUNTS = [
  { mode: 'shadow', account_id: 'scalp-1' },
  { mode: 'shadow', account_id: 'scalp-2', subaccount: 'a' },
  { mode: 'paper', account_id: 'paper' },
  { mode: 'testnet', account_id: 'test' },
  { mode: 'live', account_id: 'desk' },
];
/** One in so many sends no key: it is judged each time. */
const KEYLESS_EVERY = 5;

const HOLES = /"<(ts|req|cid|qty)>"/;

function template(body) {
  const pieces = JSON.stringify(body).split(HOLES);
  return (fill) => pieces.map((piece, i) => (i % 2 ? fill[piece] : piece)).join('');
}

/** The question for an opening and the one for its exit, each as `(fill) => text`; `fill` holds JSON texts. */
export function bodyTemplates(bodies) {
  return bodies.map((body, n) => {
    const keyless = n % KEYLESS_EVERY === 0;
    const asked = { ...body, ts: '<ts>', account: ACCOUNTS[n % ACCOUNTS.length] };
    if (keyless) delete asked.req_id;
    else asked.req_id = '<req>';
    const order = { ...body.order, client_order_id: '<cid>' };
    const exit = {
      ...order,
      side: order.side === 'buy' ? 'sell' : 'buy',
      reduce_only: true,
      qty: '<qty>',
    };
    delete exit.base_notional;
    return {
      keyless,
      order: body.order,
      price: body.order.base_notional / body.order.qty,
      opening: template({ ...asked, order }),
      exit: template({ ...asked, order: exit, market: { ...asked.market, score: -asked.market.score } }),
    };
  });
}
