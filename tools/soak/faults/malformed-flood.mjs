import { randomBytes } from 'node:crypto';
import { post } from '../load/http-text.mjs';

const REQUESTS = 5000;
const AT_ONCE = 40;
const REFUSED = [400, 404, 405, 411, 413, 415, 422, 431, 501];

/** Bytes that are no request, requests whose body is none, bodies that are no order. */
const kinds = [
  () => randomBytes(200),
  () => 'GET\r\n\r\n',
  () => 'POST /pretrade/check HTTP/9.9\r\nHost: x\r\n\r\n',
  () => `GET /${'x'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
  () => `POST /pretrade/check HTTP/1.1\r\nHost: x\r\nX-Long: ${'y'.repeat(20_000)}\r\nContent-Length: 2\r\n\r\n{}`,
  () => 'POST /pretrade/check HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n{}',
  () => 'POST /pretrade/check HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}',
  () => 'POST /pretrade/check HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n',
  () => post('/nowhere', '{}'),
  () => post('/pretrade/check', ''),
  () => post('/pretrade/check', '{"order":'),
  () => post('/pretrade/check', '[1,2,3]'),
  () => post('/pretrade/check', 'null'),
  () => post('/pretrade/check', `${'['.repeat(10_000)}${']'.repeat(10_000)}`),
  () => post('/pretrade/check', '{"order":{"symbol":"BTCUSDT","side":"buy","qty":NaN},"market":{}}'),
  () => post('/pretrade/check', '{"order":{"symbol":"BTCUSDT","side":"up","qty":1},"market":{}}'),
  () => post('/pretrade/check', '{"order":{"symbol":7,"side":"buy","qty":1e999},"market":{"score":1e999}}'),
  () =>
    Buffer.concat([
      Buffer.from(post('/posttrade/log', '{"status":"    "}').slice(0, -6)),
      Buffer.from('\xff\xfe  "}', 'latin1'),
    ]),
  () => post('/posttrade/log', '{}'),
  () => post('/posttrade/log', '{"order_id":"1","filled":"many"}'),
  () => post('/posttrade/log', '{"order_id":"1","filled":-1e999}'),
];

/** Thousands of requests that must be refused, each on a connection of its own. */
export const malformedFlood = {
  name: 'malformed flood',
  async run(tools) {
    const requests = tools.count(REQUESTS, 200);
    await tools.many(requests, AT_ONCE, (n) =>
      tools.raw(`malformed ${n % kinds.length}`, kinds[n % kinds.length](), REFUSED),
    );
    return `${requests} requests of ${kinds.length} kinds`;
  },
};
