import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { post } from '../load/http-text.mjs';

const CLIENTS = 50;
const SECONDS = 10;
const BYTE_MS = 200;

/** Fifty connections that send a byte now and then: half of them never end their headers, half never their body. */
export const slowClients = {
  name: 'slow clients',
  async run(tools) {
    const whole = post('/pretrade/check', JSON.stringify(tools.body));
    const headEnd = whole.indexOf('\r\n\r\n') + 4;
    const sockets = Array.from({ length: CLIENTS }, (_, n) => {
      const socket = connect({ host: '127.0.0.1', port: tools.port, localAddress: tools.address() });
      socket.on('error', () => undefined);
      socket.on('data', (chunk) => {
        tools.saw('slow client', { status: Number(chunk.toString('latin1').slice(9, 12)), text: String(chunk) }, [408]);
      });
      const at = n % 2 ? headEnd : 0;
      if (at > 0) socket.write(whole.slice(0, at));
      return { socket, at };
    });
    const untilMs = Date.now() + Math.max(1, SECONDS * tools.scale) * 1000;
    while (Date.now() < untilMs) {
      for (const client of sockets) {
        if (client.socket.writable) client.socket.write(whole[client.at++]);
      }
      await wait(BYTE_MS);
    }
    for (const { socket } of sockets) socket.destroy();
    return `${CLIENTS} connections for ${Math.max(1, SECONDS * tools.scale)} s`;
  },
};
