// Reads what a client writes to one connection: requests, and after an upgrade the text frames of a WebSocket.
const END_OF_HEAD = '\r\n\r\n';
const REQUEST = /^([A-Z]+) (\S+) HTTP\/1\.[01]$/;
const TEXT = 1;
const LONGEST_HEAD = 2 ** 16;

class Outgoing {
  #say;
  #left = Buffer.alloc(0);
  #bodyLeft = 0;
  #upgraded = false;
  #lost = false;

  /** @param say hears `{ request }`, `{ frame }` and, once, `{ unreadable }`. */
  constructor(say) {
    this.#say = say;
  }

  push(chunk) {
    this.#left = Buffer.concat([this.#left, chunk]);
    while (!this.#lost && this.#left.length > 0 && (this.#upgraded ? this.#frame() : this.#request()));
  }

  /** @returns false when more bytes are wanted. */
  #request() {
    if (this.#bodyLeft > 0) {
      const taken = Math.min(this.#bodyLeft, this.#left.length);
      this.#take(taken);
      this.#bodyLeft -= taken;
      return true;
    }
    const end = this.#left.indexOf(END_OF_HEAD);
    if (end < 0) return this.#left.length > LONGEST_HEAD ? this.#unreadable() : false;
    const [first, ...headers] = this.#left.subarray(0, end).toString('latin1').split('\r\n');
    if (!REQUEST.test(first) || headers.some((line) => /^transfer-encoding:/i.test(line))) return this.#unreadable();
    this.#take(end + END_OF_HEAD.length);
    this.#say({ request: first.replace(/ HTTP.*/, '') });
    const valueOf = (name) => headers.find((line) => line.toLowerCase().startsWith(`${name}:`))?.slice(name.length + 1);
    this.#bodyLeft = Number(valueOf('content-length') ?? 0);
    this.#upgraded = valueOf('upgrade') !== undefined;
    return true;
  }

  /** RFC 6455, section 5.2: what a client sends is masked. */
  #frame() {
    if (this.#left.length < 2) return false;
    const short = this.#left[1] & 0x7f;
    const extra = short === 126 ? 2 : short === 127 ? 8 : 0;
    const head = 2 + extra + 4;
    if (this.#left.length < head) return false;
    const length =
      extra === 0 ? short : extra === 2 ? this.#left.readUInt16BE(2) : Number(this.#left.readBigUInt64BE(2));
    if ((this.#left[1] & 0x80) === 0) return this.#unreadable();
    if (this.#left.length < head + length) return false;
    const opcode = this.#left[0] & 0x0f;
    const mask = this.#left.subarray(head - 4, head);
    const payload = this.#left.subarray(head, head + length).map((byte, i) => byte ^ mask[i % 4]);
    // A text in several pieces, or packed, is none that a client of ours sends.
    if (opcode === 0 || opcode === 2 || (this.#left[0] & 0x70) !== 0 || (this.#left[0] & 0x80) === 0)
      return this.#unreadable();
    this.#take(head + length);
    if (opcode === TEXT) this.#say({ frame: payload.toString('utf8') });
    return true;
  }

  #take(bytes) {
    this.#left = this.#left.subarray(bytes);
  }

  /** What cannot be read could be anything. */
  #unreadable() {
    this.#lost = true;
    this.#say({ unreadable: this.#left.subarray(0, 80).toString('latin1') });
    return false;
  }
}

module.exports = { Outgoing };
