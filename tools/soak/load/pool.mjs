// Connections and the requests that wait for one. A request waits from the moment it was meant to be sent: what the
// service makes wait counts as latency (no coordinated omission).
import { Connection } from './connection.mjs';

export class Pool {
  #free = [];
  #open = new Set();
  #waiting = [];
  #first = 0;

  /** @param onAnswer `(request, status, body)`; status 0 when the connection was lost instead. */
  constructor({ port, limit, onAnswer }) {
    this.port = port;
    this.limit = limit;
    this.onAnswer = onAnswer;
  }

  get backlog() {
    return this.#waiting.length - this.#first;
  }

  get connections() {
    return this.#open.size;
  }

  get idle() {
    return this.backlog === 0 && this.#free.length === this.#open.size;
  }

  submit(request) {
    if (this.backlog > 0) {
      this.#waiting.push(request);
      return;
    }
    const connection = this.#free.shift() ?? (this.#open.size < this.limit ? this.#connect() : undefined);
    if (connection === undefined) this.#waiting.push(request);
    else this.#send(connection, request);
  }

  close() {
    for (const connection of this.#open) connection.close();
    this.#free = [];
  }

  #connect() {
    const connection = new Connection({
      port: this.port,
      onLost: (lost) => {
        this.#open.delete(lost);
        this.#free = this.#free.filter((one) => one !== lost);
        const { request } = lost;
        lost.request = null;
        if (request != null) this.onAnswer(request, 0, '');
        // Whoever waits does not wait for the connections that are left alone.
        if (this.backlog > 0 && this.#open.size < this.limit) this.#send(this.#connect(), this.#next());
      },
    });
    this.#open.add(connection);
    return connection;
  }

  #send(connection, request) {
    connection.request = request;
    connection.send(request.text, (status, body) => {
      connection.request = null;
      this.onAnswer(request, status, body);
      const next = this.#next();
      if (next !== undefined) this.#send(connection, next);
      else if (this.#open.size > this.limit) connection.close();
      else this.#free.push(connection);
    });
  }

  #next() {
    if (this.backlog === 0) return undefined;
    const next = this.#waiting[this.#first++];
    if (this.#first > 4096) {
      this.#waiting.splice(0, this.#first);
      this.#first = 0;
    }
    return next;
  }
}
