// A network between the runner and the gate that can be slow, refuse, or break: TCP, so that nothing above it knows.
import { connect, createServer } from 'node:net';
import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';

const HOST = '127.0.0.1';

export class Proxy {
  /** What is sent to the gate arrives so much later, in ms. */
  delayMs = 0;
  connections = 0;
  #pairs = new Set();
  #server;
  #port = 0;

  /** Listens on a free port and passes everything on to `targetPort`. */
  static async listen(targetPort) {
    const proxy = new Proxy();
    proxy.targetPort = targetPort;
    await proxy.#open();
    return proxy;
  }

  get url() {
    return `http://${HOST}:${this.#port}`;
  }

  /** Breaks every connection there is; new ones are taken. @returns how many. */
  cut() {
    const count = this.#pairs.size;
    for (const { client, server } of this.#pairs) {
      client.resetAndDestroy();
      server.resetAndDestroy();
    }
    return count;
  }

  /** From now on nobody listens, and what was connected is cut. */
  async refuse() {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.cut();
    await closed;
  }

  /** Takes connections again, on the same port. */
  accept() {
    return this.#open();
  }

  /** Ends, whatever state it is in. */
  async close() {
    if (this.#server.listening) await this.refuse();
  }

  async #open() {
    // Halves of a connection end each for itself, as over a real network.
    this.#server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => this.#join(client));
    await new Promise((resolve, reject) =>
      this.#server.once('error', reject).listen(this.#port, HOST, () => resolve(undefined)),
    );
    this.#port = this.#server.address().port;
  }

  #join(client) {
    this.connections++;
    const server = connect({ port: this.targetPort, host: HOST, allowHalfOpen: true, noDelay: true });
    const pair = { client, server };
    this.#pairs.add(pair);
    const breakBoth = () => {
      client.destroy();
      server.destroy();
    };
    for (const socket of [client, server]) {
      // Whoever is left learns of it by the end of its own connection.
      socket.on('error', breakBoth).on('close', () => {
        if (client.destroyed && server.destroyed) this.#pairs.delete(pair);
      });
    }
    pass(client, server, () => this.delayMs);
    pass(server, client, () => 0);
  }
}

/** Hands on what one socket receives to the other, in its order, each piece so much later. */
function pass(from, to, delayMs) {
  let before = Promise.resolve();
  const later = (act) => {
    const dueMs = performance.now() + delayMs();
    before = before.then(async () => {
      const leftMs = dueMs - performance.now();
      if (leftMs > 0) await wait(leftMs, undefined, { ref: false });
      act();
    });
  };
  from.on('data', (chunk) => later(() => to.writable && to.write(chunk)));
  from.on('end', () => later(() => to.end()));
  from.on('close', () => later(() => to.destroy()));
}
