// One connection that is kept alive: sends requests, one packet at a time, and hands over their answers in order.
import { connect } from 'node:net';
import { takeAnswer } from './read-answers.mjs';

const ANSWER_WITHIN_MS = 20_000;

export class Lane {
  constructor(port) {
    this.port = port;
    this.socket = null;
    this.waiting = null;
    this.pending = Buffer.alloc(0);
  }

  /**
   * Writes `bytes` and waits for as many answers as `bodyless` has entries (true for a HEAD).
   * @returns `{ answers, cut }`; `cut` says why there are fewer than asked for: `closed` after an answer that said so,
   *   else a fault in words.
   */
  ask(bytes, bodyless = [false]) {
    return new Promise((resolve) => {
      const done = (cut) => {
        clearTimeout(patience);
        const { answers } = this.waiting;
        this.waiting = null;
        resolve({ answers, cut });
      };
      const patience = setTimeout(() => this.drop(`no answer within ${ANSWER_WITHIN_MS / 1000} s`), ANSWER_WITHIN_MS);
      this.waiting = { bodyless, answers: [], done };
      this.open().write(bytes);
    });
  }

  close() {
    this.socket?.destroy();
    this.socket = null;
  }

  open() {
    if (this.socket !== null) return this.socket;
    const socket = connect({ host: '127.0.0.1', port: this.port, noDelay: true });
    this.socket = socket;
    this.pending = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      if (this.socket === socket) this.read(chunk);
    });
    socket.on('error', (error) => this.socket === socket && this.drop(error.code ?? error.message));
    socket.on('close', () => this.socket === socket && this.drop('the connection was closed'));
    return socket;
  }

  /** Gives the connection up; the next request opens another. */
  drop(why) {
    this.close();
    if (this.waiting === null) return;
    this.waiting.done(this.waiting.answers.at(-1)?.closes ? 'closed' : why);
  }

  read(chunk) {
    this.pending = this.pending.length === 0 ? chunk : Buffer.concat([this.pending, chunk]);
    try {
      while (this.pending.length > 0) {
        const { waiting } = this;
        if (waiting === null) return this.close();
        const answer = takeAnswer(this.pending, waiting.bodyless[waiting.answers.length]);
        if (answer === null) return undefined;
        this.pending = answer.rest;
        if (answer.status < 200) continue;
        waiting.answers.push(answer);
        if (answer.closes) return this.drop('closed');
        if (waiting.answers.length < waiting.bodyless.length) continue;
        if (this.pending.length > 0)
          return this.drop(`more bytes than answers: ${this.pending.toString('latin1', 0, 100)}`);
        waiting.done(null);
      }
    } catch (error) {
      this.drop(error.message);
    }
    return undefined;
  }
}
