// Reads one JSON input a line from stdin, writes one JSON answer a line to stdout, in order.
import { createInterface } from 'node:readline';

const kind = process.argv[2];
const { KINDS } = await import('./kinds.mjs');

if (!Object.hasOwn(KINDS, kind ?? '')) {
  console.error(`usage: npm run -s conformance -- KIND\nKIND is one of: ${Object.keys(KINDS).join(', ')}`);
  process.exitCode = 2;
} else {
  const answer = KINDS[kind];
  for await (const line of createInterface({ input: process.stdin })) {
    if (line.trim() !== '') process.stdout.write(`${JSON.stringify(answerOf(answer, line))}\n`);
  }
}

/** An input that a library refuses is answered too, so that later answers keep their place. */
function answerOf(answer, line) {
  try {
    return answer(JSON.parse(line));
  } catch (error) {
    process.exitCode = 1;
    return { error: error.message };
  }
}
