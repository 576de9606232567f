import { once } from 'node:events';
import { connect } from 'node:net';
import { post } from '../load/http-text.mjs';

const REQUESTS = 3000;
const AT_ONCE = 40;

/** Clients that go away: within the headers, within the body, or before the answer. */
export const abortedRequests = {
  name: 'aborted requests',
  async run(tools) {
    const requests = tools.count(REQUESTS, 200);
    const whole = post('/pretrade/check', JSON.stringify(tools.body));
    const lengths = [20, whole.indexOf('\r\n\r\n') + 40, whole.length];
    await tools.many(requests, AT_ONCE, async (n) => {
      const bytes = whole.slice(0, lengths[n % lengths.length]);
      const socket = connect({ host: '127.0.0.1', port: tools.port, localAddress: tools.address() });
      socket.on('error', () => undefined);
      const gone = once(socket, 'close');
      // Judged or not, nobody hears of it.
      if (bytes === whole) tools.leftAlone++;
      socket.write(bytes, () => (n % 2 ? socket.resetAndDestroy() : socket.destroy()));
      await gone;
    });
    return `${requests} requests`;
  },
};
