// Nothing is opened on a book that cannot be trusted, nor while trading is halted.
import { none } from './rows.mjs';

/** Frames on their way when a fault begins, and the venue's own timers. */
const SLACK_MS = 250;

/** Openings `{ cid, atMs, details, record }`. */
export const openings = ({ orders }) => [...orders.values()].flatMap(({ submits }) => submits).filter(isOpening);

/** What can enlarge a position. */
export const isOpening = ({ details: { purpose } }) => purpose !== 'exit' && purpose !== 'reduce';

export function judgeMarket({ runnerLog, faults, staleMs }) {
  const opened = openings(runnerLog);
  const of = ` of ${opened.length} openings`;
  const untrusted = opened.flatMap((each) => problemsOf(each, staleMs));
  const within = (name, fromMs) =>
    faults
      .filter((fault) => fault.name === name)
      .flatMap((fault) => inWindow(opened, fault.fromMs + fromMs, fault.toMs - SLACK_MS, fault.title));
  return [
    none('openings on a stale, crossed or broken book, by what they say', untrusted, of),
    none(
      'openings while the exchange said nothing for longer than market.stale_ms',
      within('stall', staleMs + SLACK_MS),
      of,
    ),
    none('openings while trading was halted by an operator', within('gate_halted', SLACK_MS), of),
  ];
}

function problemsOf({ record, details }, staleMs) {
  const { book_age_ms: ageMs, crossed, synced } = details;
  const problems = [];
  // A number that is not there is no fresh book.
  if (!(ageMs <= staleMs)) problems.push(`${record.cid}: book_age_ms ${ageMs}`);
  if (crossed !== false) problems.push(`${record.cid}: crossed ${crossed}`);
  if (synced !== true) problems.push(`${record.cid}: synced ${synced}`);
  return problems;
}

const inWindow = (opened, fromMs, toMs, title) =>
  opened
    .filter(({ atMs }) => atMs > fromMs && atMs < toMs)
    .map(({ record, atMs }) => `${record.cid}: ${((atMs - fromMs) / 1000).toFixed(2)} s into "${title}"`);
