import { once } from 'node:events';
import { connect } from 'node:net';

const CONNECTIONS = 4000;
const AT_ONCE = 40;

/** Thousands of connections that come and go: most without a word, some after one question. */
export const connectionChurn = {
  name: 'connection churn',
  async run(tools) {
    const connections = tools.count(CONNECTIONS, 300);
    await tools.many(connections, AT_ONCE, async (n) => {
      if (n % 4 === 0) return void (await tools.get('/health'));
      const socket = connect({ host: '127.0.0.1', port: tools.port, localAddress: tools.address() });
      socket.on('error', () => undefined);
      const gone = once(socket, 'close');
      await Promise.race([once(socket, 'connect').catch(() => undefined), gone]);
      if (n % 4 === 1) socket.resetAndDestroy();
      else if (n % 4 === 2) socket.end();
      else socket.destroy();
      await gone;
    });
    return `${connections} connections`;
  },
};
