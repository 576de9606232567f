// How the processes ended, what they complained of, and what they left behind.
import { equal, none } from './rows.mjs';

const COMPLAINT = /unhandled|uncaught|ERR_[A-Z_]+|^\s+at .+:\d+:\d+\)?$|"level":(50|60)\b|Warning: /i;

/** Lines of a log that no sound process writes. */
export const complaintsIn = (text) => text.split('\n').filter((line) => COMPLAINT.test(line));

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
