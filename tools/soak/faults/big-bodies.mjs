import { post } from '../load/http-text.mjs';

const ROUNDS = 30;
const AT_ONCE = 6;
const LIMIT = 64 * 1024;

const padded = (body, bytes) => {
  const bare = JSON.stringify({ ...body, note: '' });
  return JSON.stringify({ ...body, note: 'x'.repeat(bytes - bare.length) });
};

const chunked = (body) =>
  `POST /posttrade/log HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;

/** Bodies at the limit, just beyond it, and far beyond, with their length said or not. */
export const bigBodies = {
  name: 'big bodies',
  async run(tools) {
    const rounds = tools.count(ROUNDS, 4);
    await tools.many(rounds, AT_ONCE, async () => {
      const id = `big-${Math.floor(tools.random() * 1e12)}`;
      const report = { order_id: id, symbol: 'BTCUSDT', status: 'new' };
      await tools.post('/posttrade/log', padded(report, LIMIT));
      await tools.post('/posttrade/log', padded(report, LIMIT + 1), [413]);
      await tools.post('/posttrade/log', padded(report, 2 ** 20), [413]);
      await tools.raw('chunked', chunked(padded(report, 2 ** 20)), [413]);
      const many = Object.fromEntries(Array.from({ length: 4000 }, (_, n) => [`k${n}`, n]));
      await tools.post('/posttrade/log', { ...report, order_id: `${id}-many`, info: many });
      const head = post('/pretrade/check', '').replace('Content-Length: 0', `Content-Length: ${2 ** 33}`);
      await tools.raw('said to be 8 GiB', head, [413]);
    });
    return `${rounds} rounds of 6, up to 1 MiB, one said to be 8 GiB`;
  },
};
