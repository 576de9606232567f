// Nothing is opened on a book that cannot be trusted, nor while trading is halted.
import { none } from './rows.mjs';

/** Frames on their way when a fault begins, and the venue's own timers. */
const SLACK_MS = 250;

/** Openings `{ cid, atMs, details, record }`. */
export const openings = ({ orders }) => [...orders.values()].flatMap(({ submits }) => submits).filter(isOpening);

/** What can enlarge a position. */
export const isOpening = ({ details: { purpose } }) => purpose === 'open';

export function judgeMarket({ runnerLog, faults, staleMs }) {
  const opened = openings(runnerLog);
  const of = ` of ${opened.length} openings`;
  const untrusted = opened.flatMap((each) => problemsOf(each, runnerLog.signals, staleMs));
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

/** What the signal, and the order itself, say of the book they stand on. A number that is not there is no fresh book. */
function problemsOf({ record, details }, signals, staleMs) {
  const { cid } = record;
  const { book_age_ms: ageMs, book_crossed: crossed, book_synced: synced } = signals.get(cid) ?? {};
  const later = details.book_age_ms ?? 0;
  return [
    ...(ageMs <= staleMs && later <= staleMs ? [] : [`${cid}: book_age_ms ${ageMs}, ${later}`]),
    ...(crossed === false && details.book_crossed !== true ? [] : [`${cid}: book_crossed ${crossed}`]),
    ...(synced === true && details.book_synced !== false ? [] : [`${cid}: book_synced ${synced}`]),
  ];
}

const inWindow = (opened, fromMs, toMs, title) =>
  opened
    .filter(({ atMs }) => atMs > fromMs && atMs < toMs)
    .map(({ record, atMs }) => `${record.cid}: ${((atMs - fromMs) / 1000).toFixed(2)} s into "${title}"`);
