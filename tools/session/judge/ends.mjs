// How the processes ended, what they complained of, and what they left behind.
import { equal, none } from './rows.mjs';

const COMPLAINT = /unhandled|uncaught|\bERR_[A-Z_]+|^\s+at .+:\d+:\d+\)?$|Warning: /i;
const FATAL = 60;
const ERROR = 50;
/** What a process says of a disk that is full, once, and is no fault of its own. */
const DISK = /cannot be written: ENOSPC/;

/** Lines of a log that no sound process writes. */
export const complaintsIn = (text) =>
  text.split('\n').filter((line) => (line.startsWith('{') ? isGrave(line) : COMPLAINT.test(line)));

function isGrave(line) {
  const level = Number(/"level":(\d+)/.exec(line)?.[1]);
  return level >= FATAL || (level >= ERROR && !DISK.test(line)) || /"stack":|unhandled|uncaught/i.test(line);
}

/** @param seen `logs`: text by name; `ends`: `{ name: [{ code, signal, killed }] }`; `left`: texts. */
export function judgeEnds({ logs, ends, left, watch }) {
  const bad = Object.entries(ends).flatMap(([name, each]) =>
    each.filter(({ code, killed }) => code !== 0 && !killed).map(({ code, signal }) => `${name}: ${code ?? signal}`),
  );
  const complaints = Object.entries(logs).flatMap(([name, text]) =>
    complaintsIn(text).map((line) => `${name}: ${line}`),
  );
  const lives = Object.values(ends).flat();
  const meant = lives.filter(({ killed }) => !killed).length;
  return [
    equal('processes that ended with 0 when told to', meant - bad.length, meant),
    none('unhandled rejections, exceptions, errors in their logs', [...bad, ...complaints]),
    none('processes, ports, locks, mounts left behind', left),
    none('failures of the watching', watch.failures),
  ];
}
