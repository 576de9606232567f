// What a connection asks next. A flow is told each answer and gives the request that follows it.
import { bodies } from '../../decision/setting.mjs';

function requestOf(host, path, body) {
  const head = [
    `POST ${path} HTTP/1.1`,
    `Host: ${host}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: keep-alive',
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`);
}

/** So many that no server meets a number again before it has forgotten it, as with real markets. */
const CHECK_BODIES = bodies(4096);

/** How far apart in the list two connections begin. */
const FIRST_APART = 37;

/** One check after the other. */
function checks(host, n) {
  const requests = checkRequests(host);
  let asked = n * FIRST_APART;
  return { next: () => requests[++asked % requests.length] };
}

/** The same bytes for every connection. */
function checkRequests(host) {
  let requests = requestsTo.get(host);
  if (requests === undefined) {
    requests = CHECK_BODIES.map((body) => requestOf(host, '/pretrade/check', JSON.stringify(body)));
    requestsTo.set(host, requests);
  }
  return requests;
}

const requestsTo = new Map();

/** What a bot does with its symbol: it opens and closes, and takes back what was not filled. */
const TRADES = [
  { side: 'buy', reduce_only: false, status: 'filled' },
  { side: 'sell', reduce_only: true, status: 'filled' },
  { side: 'buy', reduce_only: false, status: 'canceled' },
];

/** Checks, each followed by the report of what became of the order; a symbol for each connection. */
function orders(host, n) {
  const symbol = `BENCH${n}USDT`;
  let asked = n * FIRST_APART;
  let trade = -1;
  let open = null;
  return {
    next: (answer) => {
      if (open !== null) {
        const report = reportOf(decisionIdIn(answer), open);
        open = null;
        return requestOf(host, '/posttrade/log', report);
      }
      const body = CHECK_BODIES[++asked % CHECK_BODIES.length];
      const { status, ...order } = TRADES[++trade % TRADES.length];
      open = { ...body.order, ...order, symbol, status };
      return requestOf(
        host,
        '/pretrade/check',
        JSON.stringify({ ...body, order: { ...body.order, ...order, symbol } }),
      );
    },
  };
}

const reportOf = (decisionId, order) =>
  JSON.stringify({
    decision_id: decisionId,
    order_id: decisionId,
    ...order,
    client_order_id: `b-${decisionId}`,
    ...(order.status === 'filled' ? { filled: order.qty, average: order.price } : {}),
    ...(order.reduce_only ? { action: 'close' } : {}),
  });

const ID_MARK = '"decision_id":"';

function decisionIdIn(answer) {
  const from = answer.indexOf(ID_MARK);
  if (from < 0) throw new Error('an answer without decision_id');
  return answer.latin1Slice(from + ID_MARK.length, answer.indexOf('"', from + ID_MARK.length));
}

const FLOWS = { checks, orders };

/** Flows to a server, one for each connection; each begins with another request. */
export const flowsTo = (url, count, name = 'checks') =>
  Array.from({ length: count }, (_, n) => FLOWS[name](new URL(url).host, n));
