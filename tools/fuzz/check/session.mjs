// What the service left behind: every line whole and valid, every decision the same when it is made again, no token anywhere.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { orderDeniedProblems, orderFailedProblems, orderSuccessProblems, validateEventLine } from '@aurora/events';
import { readEvents, readJsonl, sessionFiles } from '@aurora/events/node';
import { LogReplay } from '@aurora/engine';
import { GUARD_SET } from '@aurora/gates';

const ORDER_FILES = {
  orders: () => [],
  orders_denied: orderDeniedProblems,
  orders_success: orderSuccessProblems,
  orders_failed: orderFailedProblems,
};
const MOST_PROBLEMS = 20;

/**
 * Reads a session folder and the folders beside it.
 * @param heard how many answers of 200 were heard, and how many requests may have been carried out unheard.
 */
export async function sessionFacts(folder, secret, heard) {
  const problems = [];
  const say = (what) => problems.length < MOST_PROBLEMS && problems.push(what);
  const session = join(folder, 'session');
  const onBadLine = ({ file, number, reason, text }) => say(`${file}:${number} ${reason}: ${text.slice(0, 200)}`);
  const look = (file, number, line, found) => {
    if (line.includes(secret)) say(`${file}:${number} holds a token`);
    if (line.includes('smuggled-')) say(`${file}:${number} a hidden request was carried out: ${line.slice(0, 200)}`);
    for (const problem of found) say(`${file}:${number} ${problem}: ${line.slice(0, 200)}`);
  };
  const codes = {};
  const replay = new LogReplay(GUARD_SET);
  let [lines, lastTsNs] = [0, 0n];
  for await (const { record, line, number, file } of readEvents(session, { onBadLine })) {
    look(file, number, line, validateEventLine(line));
    if (record.tsNs <= lastTsNs) say(`${file}:${number} is not after the event before it`);
    lastTsNs = record.tsNs;
    codes[record.eventCode] = (codes[record.eventCode] ?? 0) + 1;
    lines++;
    replay.feed(record);
  }
  for (const difference of replay.differences.slice(0, 3)) say(`decided again: ${firstDifference(difference)}`);
  let orderLines = 0;
  for (const [base, problemsOf] of Object.entries(ORDER_FILES))
    for (const file of await sessionFiles(session, base))
      await readJsonl(file, {
        onBadLine,
        onLine: (value, number, line) => {
          look(file, number, line, problemsOf(value));
          orderLines++;
        },
      });
  for (const file of filesBelow(join(folder, 'state')))
    if (readFileSync(file).includes(secret)) say(`${file} holds a token`);
  counted(
    'decisions',
    heard['post /pretrade/check'],
    (codes['POLICY.DECISION'] ?? 0) + (codes['IDEM.HIT'] ?? 0),
    heard.unheard,
    say,
  );
  counted('reports', heard['post /posttrade/log'], codes['POSTTRADE.LOG'] ?? 0, heard.unheard, say);
  return {
    lines,
    order_lines: orderLines,
    codes,
    decisions: replay.decisions,
    differences: replay.differenceCount,
    problems,
  };
}

/** Where two texts part. */
function firstDifference({ decisionId, logged, replayed }) {
  let at = 0;
  while (logged[at] === replayed[at]) at++;
  const around = (text) => text.slice(Math.max(0, at - 100), at + 150);
  return `decision ${decisionId}: … ${around(logged)} … became … ${around(replayed)} …`;
}

/** Everything answered stands in the log; beyond that only what may have been carried out unheard. */
function counted(what, answered = 0, logged, unheard, say) {
  if (logged < answered || logged > answered + unheard)
    say(`${answered} ${what} were answered, at most ${unheard} more unheard, and ${logged} stand in the log`);
}

function filesBelow(folder) {
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile());
}
