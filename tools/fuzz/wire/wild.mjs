// A connection of its own for bytes that are no good request: writes them as told, hears what comes, and goes away.
import { connect } from 'node:net';
import { setImmediate } from 'node:timers';
import { takeAnswer } from './read-answers.mjs';

const ANSWER_WITHIN_MS = 20_000;
/** Where nothing may be an answer too, silence this long is one. */
const SILENCE_MS = 60;

/**
 * @param job `{ parts: [Buffer], apart?: 'tick', answers: number | 'any' | 'closed', end: 'reset' | 'fin' | 'stay', bodyless? }`
 * @returns `{ answers, cut }` like a lane; `cut` is null when nothing was wrong with how it went.
 */
export function speak(port, { parts, apart, answers: wanted, end, bodyless = false }) {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, noDelay: true, allowHalfOpen: true });
    const answers = [];
    let heard = Buffer.alloc(0);
    let over = false;
    let timer = setTimeout(() => finish(`no answer within ${ANSWER_WITHIN_MS / 1000} s`), ANSWER_WITHIN_MS);
    const finish = (cut) => {
      if (over) return;
      over = true;
      clearTimeout(timer);
      if (end === 'reset' && !socket.destroyed) socket.resetAndDestroy();
      else socket.destroy();
      resolve({ answers, cut });
    };
    // What could not be read as a request cannot be known to be a HEAD.
    const isBodyOfRefusal = () => bodyless && [400, 431].includes(answers.at(-1)?.status) && heard[0] === 0x7b;
    const quiet = () => {
      if (wanted !== 'any' || over) return;
      clearTimeout(timer);
      timer = setTimeout(() => finish(null), SILENCE_MS);
    };
    const closed = () => {
      if (wanted === 'closed' && answers.length === 0) return finish('closed without an answer');
      // What was cut by the other side's reset is not held against it: it had bytes it did not want to read.
      if (answers.length < wanted) finish(`closed after ${answers.length} answers of ${wanted}`);
      else
        finish(heard.length > 0 && !isBodyOfRefusal() ? `half an answer: ${heard.toString('latin1', 0, 200)}` : null);
    };
    socket.on('connect', async () => {
      for (const part of parts) {
        if (over) return;
        socket.write(part);
        if (apart === 'tick') await new Promise((next) => setImmediate(next));
      }
      if (end === 'fin') socket.end();
      if (end === 'reset' && wanted === 0) finish(null);
      quiet();
    });
    socket.on('data', (chunk) => {
      heard = heard.length === 0 ? chunk : Buffer.concat([heard, chunk]);
      try {
        for (let answer; heard.length > 0 && (answer = takeAnswer(heard, bodyless)) !== null; heard = answer.rest)
          if (answer.status >= 200) answers.push(answer);
      } catch (error) {
        return finish(error.message);
      }
      if (answers.length === wanted)
        return finish(
          heard.length > 0 && !isBodyOfRefusal()
            ? `more bytes than answers: ${heard.toString('latin1', 0, 100)}`
            : null,
        );
      return quiet();
    });
    socket.on('end', closed);
    socket.on('error', () => closed());
    socket.on('close', closed);
  });
}
