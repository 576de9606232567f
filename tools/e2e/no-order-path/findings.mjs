// What in a program's files could bring an order to a venue.
import { relative } from 'node:path';
import { packagesReached } from './import-graph.mjs';

/** Ways to a socket, by import … */
const NETWORK = new Set([
  ...['net', 'tls', 'http', 'https', 'http2', 'dgram', 'dns', 'dns/promises', 'inspector', 'cluster', 'module'],
  ...['child_process', 'worker_threads', 'vm', 'process'],
  ...['undici', 'ws', 'axios', 'got', 'ky', 'node-fetch', 'request', 'superagent', 'needle', 'socket.io-client'],
]);
/** … and without one. */
const GLOBALS = ['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest'];
const MAKES_CODE = ['eval', 'Function'];

const EXCHANGE_CLIENT =
  /binance|bybit|bitmex|bitget|bitfinex|deribit|kraken|kucoin|coinbase|okx|okex|huobi|htx-|gate-api|hyperliquid|dydx|^ccxt|ftx/i;

/** Whatever names the venue's REST interface … */
const VENUE_PATH = /\/(fapi|dapi|eapi|papi|sapi|api)\/v\d|ws-[fd]?api/i;
/** … may name only what is public. */
export const PUBLIC_PATHS = ['depth', 'exchangeInfo', 'time', 'ping', 'premiumIndex', 'ticker/bookTicker'].map(
  (name) => `/fapi/v1/${name}`,
);
const SIGNING =
  /X-MBX-APIKEY|listenKey|createHmac|createSign|recvWindow|secretKey|signature=|order\.place|batchOrders/i;
const WRITES = /^(POST|PUT|DELETE|PATCH)$/i;

/**
 * @param allowed files that may open sockets, by their path below the root: the modules each may use, and whether it
 *   `asks` only, which is all that is ever done with the venue.
 */
export function findings(graph, root, allowed) {
  const found = [];
  for (const [file, { builtins, packages, texts, names, calls, unknown }] of graph) {
    const path = relative(root, file);
    const say = (what) => found.push(`${path}: ${what}`);
    const network = [...builtins, ...packages].filter((name) => NETWORK.has(name));
    for (const name of new Set(network)) if (!allowed[path]?.modules.includes(name)) say(`imports ${name}`);
    for (const name of GLOBALS) if (names.has(name)) say(`uses ${name}`);
    for (const name of MAKES_CODE) if (calls.has(name)) say(`makes code: ${name}`);
    if (allowed[path]?.asks) texts.filter((text) => WRITES.test(text)).forEach((text) => say(`sends ${text}`));
    for (const name of [...names, ...texts]) if (SIGNING.test(name)) say(`signs: ${name}`);
    for (const text of texts) {
      if (VENUE_PATH.test(text) && !PUBLIC_PATHS.includes(text.split('?')[0])) say(`names ${text}`);
    }
    for (const text of unknown) say(`loads what only a run would tell: ${text}`);
  }
  for (const name of packagesReached(graph)) if (EXCHANGE_CLIENT.test(name)) found.push(`reaches the package ${name}`);
  return found;
}
