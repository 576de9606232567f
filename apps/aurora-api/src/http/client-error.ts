import { type Duplex } from 'node:stream';
import { refuse, type Refusal } from './refusal';

const ANSWERS: Readonly<Record<string, Refusal>> = {
  HPE_HEADER_OVERFLOW: refuse(431, 'headers_too_large', 'The headers are too large.'),
  ERR_HTTP_REQUEST_TIMEOUT: refuse(408, 'request_timeout', 'The request did not arrive in time.'),
};
const NOT_HTTP = refuse(400, 'bad_request', 'This is no HTTP request.');

/** Answers what Node could not read as a request, in the shape of every other error, and closes the connection. */
export function answerClientError(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const { status, body } = ANSWERS[error.code ?? ''] ?? NOT_HTTP;
  const json = JSON.stringify(body);
  const head = [
    `HTTP/1.1 ${status} ${body.error}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(json)}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${json}`);
}
