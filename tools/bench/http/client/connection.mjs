// One keep-alive connection. It speaks to the bare socket and looks for nothing but the status and the length, so that
// it is faster than what it measures.
import { once } from 'node:events';
import { connect } from 'node:net';

const HEAD_END = Buffer.from('\r\n\r\n');
const EMPTY = Buffer.alloc(0);

/** Opens a connection; `onAnswer(ok, body)` is called for each whole answer, `onLost(error)` when there will be none. */
export async function openConnection(url, onAnswer, onLost) {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  await once(socket, 'connect');
  let closing = false;
  socket.on('error', onLost);
  socket.on('close', () => closing || onLost(new Error('the server closed a connection')));
  readAnswers(socket, onAnswer);
  return {
    send: (request) => socket.write(request),
    close: () => {
      closing = true;
      socket.destroy();
    },
  };
}

function readAnswers(socket, onAnswer) {
  let pending = EMPTY;
  socket.on('data', (chunk) => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    for (;;) {
      const end = pending.indexOf(HEAD_END);
      if (end < 0) return;
      const head = pending.latin1Slice(0, end);
      const length = /\r\ncontent-length: (\d+)/i.exec(head);
      if (length === null) throw new Error(`an answer without its length: ${head}`);
      const whole = end + HEAD_END.length + Number(length[1]);
      if (pending.length < whole) return;
      const body = pending.subarray(end + HEAD_END.length, whole);
      pending = pending.length === whole ? EMPTY : pending.subarray(whole);
      onAnswer(head.startsWith('HTTP/1.1 200'), body);
    }
  });
}
