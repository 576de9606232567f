// Reads HTTP/1.1 answers strictly: what a lenient client would forgive is a fault here.

const HEAD_END = Buffer.from('\r\n\r\n');
const STATUS_LINE = /^HTTP\/1\.1 (\d{3}) [\x20-\x7e]*$/;
const HEADER = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+): ?([\x20-\x7e]*)$/;
const ONCE = ['content-length', 'content-type', 'transfer-encoding', 'location'];

/** An answer that breaks the rules of HTTP. */
export class MalformedAnswer extends Error {}

/**
 * Takes the first whole answer off `bytes`.
 * @param bodyless the request was a HEAD.
 * @returns `{ status, headers, body, rest, closes }`, or `null` while it is not whole.
 */
export function takeAnswer(bytes, bodyless) {
  const end = bytes.indexOf(HEAD_END);
  if (end < 0) {
    if (bytes.length > 65_536) throw new MalformedAnswer('a head without end');
    return null;
  }
  const head = headOf(bytes.latin1Slice(0, end));
  const { status, headers } = head;
  const after = bytes.subarray(end + 4);
  if (bodyless || status < 200 || status === 204 || status === 304)
    return { ...head, body: after.subarray(0, 0), rest: after };
  const length = headers.get('content-length');
  const chunked = headers.get('transfer-encoding');
  if (length !== undefined && chunked !== undefined) throw new MalformedAnswer('a length and chunks');
  if (chunked !== undefined) {
    const read = takeChunks(after);
    return read === null ? null : { ...head, ...read };
  }
  if (length === undefined) throw new MalformedAnswer(`status ${status} without a length`);
  if (!/^\d+$/.test(length)) throw new MalformedAnswer(`the length ${length}`);
  if (after.length < Number(length)) return null;
  return { ...head, body: after.subarray(0, Number(length)), rest: after.subarray(Number(length)) };
}

export function headOf(text) {
  const [statusLine, ...lines] = text.split('\r\n');
  const status = STATUS_LINE.exec(statusLine);
  if (status === null) throw new MalformedAnswer(`the status line ${JSON.stringify(statusLine.slice(0, 200))}`);
  const headers = new Map();
  for (const line of lines) {
    const [, name, value] = HEADER.exec(line) ?? [];
    if (name === undefined) throw new MalformedAnswer(`the header ${JSON.stringify(line.slice(0, 200))}`);
    const key = name.toLowerCase();
    if (headers.has(key) && ONCE.includes(key)) throw new MalformedAnswer(`${key} twice`);
    headers.set(key, value);
  }
  return { status: Number(status[1]), headers, closes: /^close$/i.test(headers.get('connection') ?? '') };
}

/** A chunked body; `null` while it is not whole. */
export function takeChunks(bytes) {
  const parts = [];
  for (let at = 0; ;) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd < 0) return null;
    const size = bytes.latin1Slice(at, lineEnd);
    if (!/^[0-9a-f]+$/i.test(size)) throw new MalformedAnswer(`the chunk size ${JSON.stringify(size.slice(0, 50))}`);
    const from = lineEnd + 2;
    const to = from + parseInt(size, 16);
    if (bytes.length < to + 2) return null;
    if (bytes[to] !== 13 || bytes[to + 1] !== 10) throw new MalformedAnswer('a chunk longer than it says');
    if (to === from) return { body: Buffer.concat(parts), rest: bytes.subarray(to + 2) };
    parts.push(bytes.subarray(from, to));
    at = to + 2;
  }
}
