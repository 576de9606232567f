// How the faults speak to the service: whole requests, and bytes that are none. Each comes from an address of its own
// below 127/8, as from many machines: limits per client do not hide one fault behind another.
import { connect } from 'node:net';
import { get, post } from '../load/http-text.mjs';

const PATIENCE_MS = 15_000;
const MAX_UNEXPECTED = 5;

/** @returns how the exchange ended: `{ status, text }`, status 0 when the connection ended without an answer. */
export function exchange({ port, localAddress, bytes, patienceMs = PATIENCE_MS }) {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, localAddress });
    const chunks = [];
    const end = (status) => {
      clearTimeout(patience);
      socket.destroy();
      resolve({ status, text: Buffer.concat(chunks).toString('latin1') });
    };
    const patience = setTimeout(() => end('silent'), patienceMs);
    socket.on('connect', () => socket.write(bytes));
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      const status = wholeAnswer(Buffer.concat(chunks));
      if (status !== null) end(status);
    });
    socket.on('error', () => end(0));
    socket.on('close', () => end(0));
  });
}

/** Status of an answer that is there to its last byte, else `null`. */
function wholeAnswer(bytes) {
  const headEnd = bytes.indexOf('\r\n\r\n');
  if (headEnd < 0) return null;
  const head = bytes.latin1Slice(0, headEnd);
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
  const isWhole = length === undefined ? bytes.includes('\r\n0\r\n\r\n') : bytes.length >= headEnd + 4 + Number(length);
  return isWhole ? Number(head.slice(9, 12)) : null;
}

const bodyOf = (text) => text.slice(text.indexOf('\r\n\r\n') + 4);

/** What a fault has at hand: the service, randomness, and a count of everything it was answered. */
export class FaultTools {
  statuses = {};
  #unexpected = new Map();
  /** Answered questions and reports, and those sent without staying for the answer. */
  decided = 0;
  reported = 0;
  leftAlone = 0;

  constructor({ port, random, scale, tokens, sessionDir, rotateBytes, body }) {
    Object.assign(this, { port, random, scale, tokens, sessionDir, rotateBytes, body });
  }

  count(whole, least = 1) {
    return Math.max(least, Math.round(whole * this.scale));
  }

  pick(list) {
    return list[Math.floor(this.random() * list.length)];
  }

  address() {
    return `127.${1 + Math.floor(this.random() * 250)}.${Math.floor(this.random() * 250)}.${1 + Math.floor(this.random() * 250)}`;
  }

  /** Counts an answer; one that is not among `allowed` is a fault of the service. */
  saw(what, { status, text }, allowed) {
    this.statuses[status] = (this.statuses[status] ?? 0) + 1;
    if (!allowed.includes(status)) this.complain(`${what}: ${status} ${text.slice(0, 300)}`);
  }

  /** Keeps the first few different complaints, and how often each came. */
  complain(what) {
    const line = what.replaceAll(/\s+/g, ' ');
    if (!this.#unexpected.has(line) && this.#unexpected.size === MAX_UNEXPECTED) return;
    this.#unexpected.set(line, (this.#unexpected.get(line) ?? 0) + 1);
  }

  get unexpected() {
    return [...this.#unexpected].map(([what, times]) => (times === 1 ? what : `${times} × ${what}`));
  }

  /** Raw bytes, from anywhere. */
  async raw(what, bytes, allowed, patienceMs) {
    const answer = await exchange({ port: this.port, localAddress: this.address(), bytes, patienceMs });
    this.saw(what, answer, allowed);
    return answer;
  }

  async get(path, allowed = [200], headers = '') {
    const { status, text } = await this.raw(`GET ${path}`, get(path, headers), allowed);
    return { status, text: bodyOf(text) };
  }

  async post(path, body, allowed = [200], headers = '') {
    const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
    const answer = await this.raw(`POST ${path}`, post(path, text, headers), allowed);
    if (answer.status === 200 && path === '/pretrade/check') this.decided++;
    if (answer.status === 200 && path === '/posttrade/log') this.reported++;
    return { status: answer.status, text: bodyOf(answer.text) };
  }

  ops(path, body, allowed) {
    return this.post(path, body, allowed, `X-OPS-TOKEN: ${this.tokens.ops}\r\n`);
  }

  api(path, body, allowed) {
    return this.post(path, body, allowed, `X-Auth-Token: ${this.tokens.api}\r\n`);
  }

  /** Runs `once(n)` for n below `count`, so many at a time. */
  async many(count, atOnce, once) {
    let next = 0;
    const worker = async () => {
      while (next < count) await once(next++);
    };
    await Promise.all(Array.from({ length: Math.min(atOnce, count) }, worker));
  }
}
