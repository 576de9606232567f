// Listens to the event stream for a while: every message must be one whole event, whatever the requests of the moment say.
import { connect } from 'node:net';
import { validateEventLine } from '@aurora/events';
import { headOf, takeChunks } from './read-answers.mjs';

const LAST_CHUNK = Buffer.from('0\r\n\r\n');
const MESSAGE = /^(?:: connected|event: heartbeat\ndata:|event: ([A-Z0-9_.]+)\nid: (\d{19})\ndata: (\{[^\r\n]*\}))$/;

/** @returns `{ messages, problem }` of `ms` on the stream; the connection is then reset. */
export function listen(port, bytes, ms) {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, noDelay: true });
    const chunks = [];
    const finish = () => {
      socket.resetAndDestroy();
      resolve(read(Buffer.concat(chunks)));
    };
    socket.on('connect', () => socket.write(bytes));
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', () => undefined);
    setTimeout(finish, ms);
  });
}

function read(bytes) {
  if (bytes.length === 0) return { messages: 0, problem: null };
  try {
    const end = bytes.indexOf('\r\n\r\n');
    const { status, headers } = headOf(bytes.latin1Slice(0, end));
    if (status === 403) return { messages: 0, problem: null };
    if (status !== 200 || headers.get('content-type') !== 'text/event-stream')
      return { messages: 0, problem: `the stream answers ${status}` };
    const text = wholeChunks(bytes.subarray(end + 4)).toString('utf8');
    const messages = text.split('\n\n').slice(0, -1);
    const problem = messages.map(problemOf).find((one) => one !== null) ?? null;
    return { messages: messages.length, problem };
  } catch (error) {
    return { messages: 0, problem: error.message };
  }
}

/** The stream has no last chunk; what was cut by leaving is left out. */
const wholeChunks = (bytes) => takeChunks(Buffer.concat([bytes.subarray(0, lastWholeChunk(bytes)), LAST_CHUNK])).body;

function lastWholeChunk(bytes) {
  let at = 0;
  for (;;) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd < 0) return at;
    const next = lineEnd + 2 + parseInt(bytes.latin1Slice(at, lineEnd), 16) + 2;
    if (!(next <= bytes.length)) return at;
    at = next;
  }
}

function problemOf(message) {
  const match = MESSAGE.exec(message);
  if (match === null) return `a message of the stream is no event: ${JSON.stringify(message.slice(0, 300))}`;
  const [, code, id, line] = match;
  if (line === undefined) return null;
  const [problem] = validateEventLine(line);
  if (problem !== undefined) return `an event of the stream: ${problem}`;
  return line.includes(`"ts_ns":${id}`) && line.includes(`"event_code":"${code}"`)
    ? null
    : `the event ${id} is another than its data`;
}
