// Profit is the same wherever it is written.
import { atLeast, atMost, none } from './rows.mjs';

const CENT = 0.01;
const cents = (usdt) => (Math.round(usdt * 100) / 100).toFixed(2);

export function judgeMoney({ runnerLog, gateLog, summary, lastScrape, options }) {
  const known = lastScrape.metrics.sum('wisescalp_reports_lost_total');
  const trips = runnerLog.tca.filter(({ scope }) => scope === 'round_trip');
  const pnl = summary?.pnl_usdt ?? NaN;
  const booked = [...runnerLog.orders.values()].flatMap(({ cid, events }) =>
    events.filter(({ details }) => details.pnl_usdt !== undefined).map(({ details }) => ({ cid, ...details })),
  );
  const reports = onceEach([...gateLog.reports.values()].flat().filter(({ pnl_usdt: usdt }) => usdt != null));
  // A fill the gate could not be told of stands in the runner's log alone.
  const told = new Set(reports.map(({ client_order_id: cid, filled }) => `${cid} ${filled}`));
  const untold = booked.filter(({ cid, filled }) => !told.has(`${cid} ${filled}`));
  return [
    atLeast('round trips taken apart by TCA', trips.length, options.leastTrips),
    same('their results, against the profit of the runner', sum(trips, 'net_pnl_usdt'), pnl, trips.length),
    same('profits of its fills, against the profit of the runner', sum(booked, 'pnl_usdt'), pnl, booked.length),
    same(
      `profits reported to the gate${untold.length > 0 ? ` and of ${untold.length} fills it was not told of` : ''}, against that`,
      sum(reports, 'pnl_usdt') + sum(untold, 'pnl_usdt'),
      pnl,
      reports.length,
    ),
    atMost('fills the gate was not told of, against reports the runner knows to be lost', untold.length, known),
    none('results whose parts do not add up', trips.flatMap(partsOff), ` of ${trips.length}`),
  ];
}

/** A report whose answer was lost comes again, and the gate books it once. */
const onceEach = (reports) => [
  ...new Map(reports.map((report) => [`${report.client_order_id} ${report.filled}`, report])).values(),
];

const sum = (list, key) => list.reduce((total, each) => total + each[key], 0);

/** To the cent, with what rounding a cent each time may leave. */
const same = (what, measured, wanted, terms) => ({
  what,
  measured: `${cents(measured)} USDT`,
  limit: `${cents(wanted)} USDT`,
  kept: Math.abs(measured - wanted) <= CENT / 2 + terms * 1e-6,
});

const PARTS = ['edge', 'fees', 'slippage_in', 'slippage_out', 'latency', 'adverse', 'impact', 'rebate'];

function partsOff(trip) {
  const parts = PARTS.map((part) => trip[`${part}_bps`]);
  const off = Math.abs(parts.reduce((total, bps) => total + bps, 0) - trip.implementation_shortfall_bps);
  return off <= 1e-6 * Math.max(1, Math.abs(trip.implementation_shortfall_bps)) ? [] : [`${trip.cid}: ${off} bps`];
}
