import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { get } from '../load/http-text.mjs';

const CLIENTS = 20;
const SECONDS = 8;

/** Clients of the live event stream that ask and then never read: they must be let go before they fill the memory. */
export const deafStreams = {
  name: 'deaf event streams',
  async run(tools) {
    const clients = tools.count(CLIENTS, 5);
    const sockets = Array.from({ length: clients }, () => {
      const socket = connect({ host: '127.0.0.1', port: tools.port, localAddress: tools.address() });
      socket.on('error', () => undefined);
      socket.write(get('/events/stream', `X-Auth-Token: ${tools.tokens.api}\r\n`));
      socket.once('data', (chunk) => {
        socket.pause();
        tools.saw(
          'event stream',
          { status: Number(chunk.toString('latin1').slice(9, 12)), text: String(chunk) },
          [200],
        );
      });
      return socket;
    });
    await wait(Math.max(1.5, SECONDS * tools.scale) * 1000);
    for (const socket of sockets) socket.destroy();
    return `${clients} clients for ${Math.max(1.5, SECONDS * tools.scale)} s`;
  },
};
