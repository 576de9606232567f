// Nothing is sent on a book that cannot be trusted, and nothing opened while trading is halted.
import { none } from './rows.mjs';

/** Frames on their way when a fault begins, and the venue's own timers. */
const SLACK_MS = 250;

/** What can enlarge a position. */
const isOpening = ({ details: { purpose } }) => purpose === 'open';

export function judgeMarket({ runnerLog, faults, staleMs }) {
  const sent = [...runnerLog.orders.values()].flatMap(({ submits }) => submits);
  const opened = sent.filter(isOpening);
  const untrusted = opened.flatMap((each) => problemsOf(each, runnerLog.signals, staleMs));
  const within = (orders, name, fromMs) =>
    faults
      .filter((fault) => fault.name === name)
      .flatMap((fault) => inWindow(orders, fault.fromMs + fromMs, fault.toMs - SLACK_MS, fault.title));
  const blindMs = staleMs + SLACK_MS;
  const blind = [...within(sent, 'stall', blindMs), ...within(sent, 'venue_down', blindMs)];
  const halted = within(opened, 'gate_halted', SLACK_MS);
  const of = ` of ${opened.length} openings`;
  return [
    none('openings on a stale, crossed or broken book, by what they say', untrusted, of),
    none(
      'orders while the exchange had been silent or gone for longer than market.stale_ms',
      blind,
      ` of ${sent.length} orders`,
    ),
    none('openings while trading was halted by an operator', halted, of),
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

const inWindow = (orders, fromMs, toMs, title) =>
  orders
    .filter(({ atMs }) => atMs > fromMs && atMs < toMs)
    .map(({ record, atMs }) => `${record.cid}: ${((atMs - fromMs) / 1000).toFixed(2)} s into "${title}"`);
