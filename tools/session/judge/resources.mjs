// Memory, time, and the one thing that must never happen.
import { growth, lastQuarterToFirst, median } from '../../soak/measure/trend.mjs';
import { quantileOf } from '../read-metrics.mjs';
import { atMost, equal } from './rows.mjs';

/** Shorter than this, a session says nothing about growth. */
const JUDGED_FROM_S = 600;
const GROWTH = 0.1;
/** As long as the runner waits for an answer of the gate, as shipped (`runner.request_timeout_ms`). */
const LONGEST_WAIT_MS = 200;

export function judgeResources({ venueStatus, watch, faults, options }) {
  const calm = watch.samples.filter(({ atS, inFault }) => atS > options.warmUpS && !inFault);
  const rss = calm.map(({ atS, rssMib }) => [atS, rssMib]);
  const live = watch.samples
    .filter(({ atS, probe }) => atS > options.warmUpS && probe?.liveMib != null)
    .map(({ atS, probe }) => [atS, probe.liveMib]);
  const judged = options.lifeS - options.warmUpS >= JUDGED_FROM_S;
  return [
    equal('order requests that reached the exchange', venueStatus.order_requests, 0),
    growthOf('resident memory', rss, judged),
    growthOf(`old space after ${live.length} full collections`, live, judged && live.length >= 8),
    ...tickToDecision(watch, options, judged),
    ...recoveries(faults, options),
  ];
}

/** Something that grows for good grows by the slope and from the first quarter to the last; chance seldom does both. */
function growthOf(what, points, judged) {
  const [bySlope, byQuarters] =
    points.length < 2 ? [NaN, NaN] : [growth(points), lastQuarterToFirst(points.map(([, y]) => y)) - 1];
  const pct = (share) => `${(100 * share).toFixed(1)} %`;
  return {
    what: `growth of the runner's ${what} after the warm-up, by Theil–Sen slope and by quarters`,
    measured:
      points.length < 2
        ? 'not enough points'
        : `${pct(bySlope)} and ${pct(byQuarters)} of ${median(points.map(([, y]) => y)).toFixed(0)} MiB`,
    limit: `one of them ≤ ${pct(GROWTH)}`,
    kept: judged ? Math.min(bySlope, byQuarters) <= GROWTH : null,
  };
}

/** From a frame received to the verdict in hand, in the seconds without a fault. */
export function calmBuckets({ samples }, { warmUpS }) {
  let total;
  for (let i = 1; i < samples.length; i++) {
    const [before, now] = [samples[i - 1], samples[i]];
    if (now.atS <= warmUpS || now.inFault || before.inFault) continue;
    total ??= now.buckets.map(({ le }) => ({ le, count: 0 }));
    now.buckets.forEach(({ count }, n) => (total[n].count += count - (before.buckets[n]?.count ?? 0)));
  }
  return total ?? [];
}

function tickToDecision(watch, options, judged) {
  const buckets = calmBuckets(watch, options);
  const ms = (value) => `${value.toFixed(2)} ms`;
  const [p50, p99] = [0.5, 0.99].map((q) => quantileOf(buckets, q));
  const row = atMost(
    'tick to decision without a fault, p99, against the longest wait for the gate',
    p99,
    LONGEST_WAIT_MS,
    ms,
    judged,
  );
  const of = buckets.at(-1)?.count ?? 0;
  return [{ ...row, measured: Number.isNaN(p99) ? row.measured : `${ms(p99)} (p50 ${ms(p50)}, ${of} decisions)` }];
}

function recoveries(faults, options) {
  if (faults.length === 0) return [];
  const slow = faults.filter(({ recoveredS }) => recoveredS === Infinity);
  const worst = Math.max(0, ...faults.map(({ recoveredS }) => recoveredS ?? 0).filter(Number.isFinite));
  return [
    {
      what: 'longest time until the runner was back after a fault',
      measured: `${worst.toFixed(1)} s${slow.length > 0 ? `; never after ${slow.map(({ title }) => title).join(', ')}` : ''}`,
      limit: `≤ ${options.recoverWithinS.toFixed(0)} s`,
      kept: slow.length === 0,
    },
  ];
}
