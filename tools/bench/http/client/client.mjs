// Child: keeps 32 keep-alive connections busy with one body, one request at a time on each, for so many milliseconds a
// job. Reads `{url, ms}` lines, answers each with counts and latencies. It speaks to bare sockets and looks for nothing
// but the status and the length, so that it is faster than what it measures.
import { connect } from 'node:net';
import { createHistogram, performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { bodies } from '../../decision/setting.mjs';

const body = JSON.stringify(bodies(1)[0]);

function requestTo(host) {
  const head = [
    'POST /pretrade/check HTTP/1.1',
    `Host: ${host}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: keep-alive',
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`);
}

const HEAD_END = Buffer.from('\r\n\r\n');

/** Calls `onAnswer(ok)` for each whole answer on a socket. */
function readAnswers(socket, onAnswer) {
  let pending = Buffer.alloc(0);
  socket.on('data', (chunk) => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    for (;;) {
      const end = pending.indexOf(HEAD_END);
      if (end < 0) return;
      const head = pending.latin1Slice(0, end);
      const length = /\r\ncontent-length: (\d+)/i.exec(head);
      if (length === null) throw new Error(`an answer without its length: ${head}`);
      const whole = end + 4 + Number(length[1]);
      if (pending.length < whole) return;
      pending = pending.subarray(whole);
      onAnswer(head.startsWith('HTTP/1.1 200'));
    }
  });
}

async function load({ url, ms, connections = 32 }) {
  const { hostname, port, host } = new URL(url);
  const request = requestTo(host);
  const latencyNs = createHistogram();
  let [answers, failures] = [0, 0];
  const startedMs = performance.now();
  const untilMs = startedMs + ms;
  await Promise.all(
    Array.from(
      { length: connections },
      () =>
        new Promise((resolve, reject) => {
          let sentMs = 0;
          const socket = connect({ host: hostname, port: Number(port), noDelay: true });
          const send = () => {
            sentMs = performance.now();
            socket.write(request);
          };
          socket.once('connect', send);
          socket.once('error', reject);
          socket.once('close', () => resolve());
          readAnswers(socket, (ok) => {
            const nowMs = performance.now();
            latencyNs.record(Math.max(1, Math.round((nowMs - sentMs) * 1e6)));
            if (ok) answers++;
            else failures++;
            if (nowMs < untilMs) send();
            else socket.destroy();
          });
        }),
    ),
  );
  const seconds = (performance.now() - startedMs) / 1000;
  return {
    per_second: answers / seconds,
    failures,
    p50_ms: latencyNs.percentile(50) / 1e6,
    p99_ms: latencyNs.percentile(99) / 1e6,
    body_bytes: Buffer.byteLength(body),
  };
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await load(JSON.parse(line)))}\n`);
}
