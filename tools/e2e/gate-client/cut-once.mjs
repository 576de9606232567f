import { once } from 'node:events';
import { createServer, connect } from 'node:net';

/** A way to the gate that ends the first connection as soon as the answer is on it. */
export async function cutOnce(gatePort) {
  let connections = 0;
  const sockets = new Set();
  const server = createServer((client) => {
    const cuts = ++connections === 1;
    const gate = connect(gatePort, '127.0.0.1');
    for (const socket of [client, gate]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => [client, gate].forEach((one) => one.destroy()));
    }
    client.pipe(gate);
    gate.on('data', (data) => (cuts ? client.destroy() : client.write(data)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = async () => {
    sockets.forEach((socket) => socket.destroy());
    server.close();
    await once(server, 'close');
  };
  return { port: server.address().port, close };
}
