// A keep-alive connection on a bare socket: it can be idle, slow and many, and it sees how the other side ends it.
import { once } from 'node:events';
import { connect } from 'node:net';
import { API_TOKEN, OPS_TOKEN } from './service.mjs';

const HEAD_END = Buffer.from('\r\n\r\n');

/** A request as bytes. */
export function requestBytes(method, path, body) {
  const text = body === undefined ? '' : JSON.stringify(body);
  const head = [
    `${method} ${path} HTTP/1.1`,
    'Host: 127.0.0.1',
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(text)}`,
    `X-Auth-Token: ${API_TOKEN}`,
    `X-Ops-Token: ${OPS_TOKEN}`,
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${text}`);
}

export class RawClient {
  /** `error` is the code the socket ended with, null for a clean end. */
  error = null;
  #pending = Buffer.alloc(0);
  #waiting = [];

  constructor(port, localAddress) {
    this.socket = connect({ host: '127.0.0.1', port, noDelay: true, ...(localAddress && { localAddress }) });
    this.connected = once(this.socket, 'connect').then(
      () => true,
      () => false,
    );
    this.socket.on('data', (chunk) => this.#take(chunk));
    this.socket.on('error', (error) => (this.error = error.code));
    this.closed = new Promise((resolve) =>
      this.socket.on('close', () => {
        this.#waiting.splice(0).forEach((done) => done(null));
        resolve();
      }),
    );
  }

  get isClosed() {
    return this.socket.destroyed;
  }

  /** Whether an answer is awaited. */
  get isWaiting() {
    return this.#waiting.length > 0;
  }

  /** Sends bytes and resolves with the answer, `null` when the connection ends before it. */
  ask(bytes) {
    if (this.isClosed) return Promise.resolve(null);
    this.socket.write(bytes);
    return this.answer();
  }

  answer() {
    return new Promise((resolve) => (this.isClosed ? resolve(null) : this.#waiting.push(resolve)));
  }

  write(bytes) {
    if (!this.isClosed) this.socket.write(bytes);
  }

  end() {
    this.socket.destroy();
    return this.closed;
  }

  #take(chunk) {
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    for (let end = this.#pending.indexOf(HEAD_END); end >= 0; end = this.#pending.indexOf(HEAD_END)) {
      const head = this.#pending.latin1Slice(0, end);
      const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0);
      const whole = end + HEAD_END.length + length;
      if (this.#pending.length < whole) return;
      const text = this.#pending.utf8Slice(end + HEAD_END.length, whole);
      this.#pending = this.#pending.subarray(whole);
      this.#waiting.shift()?.({ status: Number(head.slice(9, 12)), text, closes: /\r\nconnection: close/i.test(head) });
    }
  }
}
