// One keep-alive connection, one request at a time. It speaks to a bare socket, so that the client costs less than what
// it measures.
import { connect } from 'node:net';

const HEAD_END = Buffer.from('\r\n\r\n');

export class Connection {
  #socket;
  #pending = null;
  #onAnswer = null;

  /** @param onLost called when the connection ends, with what it was waiting for, or `null`. */
  constructor({ port, localAddress, onLost }) {
    this.#socket = connect({ host: '127.0.0.1', port, localAddress, noDelay: true });
    this.#socket.on('data', (chunk) => this.#take(chunk));
    this.#socket.on('error', () => undefined);
    this.#socket.on('close', () => {
      const waiting = this.#onAnswer;
      this.#onAnswer = null;
      onLost(this, waiting !== null);
    });
  }

  send(text, onAnswer) {
    this.#onAnswer = onAnswer;
    this.#socket.write(text);
  }

  close() {
    this.#socket.destroy();
  }

  #take(chunk) {
    const bytes = this.#pending === null ? chunk : Buffer.concat([this.#pending, chunk]);
    this.#pending = bytes;
    const end = bytes.indexOf(HEAD_END);
    if (end < 0) return;
    const head = bytes.latin1Slice(0, end);
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0);
    const start = end + HEAD_END.length;
    if (bytes.length < start + length) return;
    this.#pending = null;
    const answered = this.#onAnswer;
    this.#onAnswer = null;
    answered?.(Number(head.slice(9, 12)), bytes.utf8Slice(start, start + length));
  }
}
