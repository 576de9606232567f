// What the service said of itself while it was fuzzed: stalls of its event loop, collections, memory.
import { percentileOfSorted } from '../../harness/statistics.mjs';

const MIB = 2 ** 20;
/** Until then tables fill up: those of idempotency keys and of reservations hold what is a minute old. */
const HEAP_FROM_S = 60;

/**
 * @param inside what the service said each second; `warmUpS` seconds at the start are not counted.
 * @returns stalls in ms; memory when it was looked at.
 */
export function withinFacts(inside, warmUpS) {
  const seconds = inside.filter(({ stalls }) => stalls !== undefined);
  const counted = seconds.slice(warmUpS);
  const most = (pick) => counted.reduce((max, second) => Math.max(max, pick(second)), 0);
  const longest = (key) => most(({ stalls }) => stalls.reduce((max, stall) => Math.max(max, stall[key]), 0));
  return {
    seconds: seconds.length,
    ...{ longest_busy_ms: longest('ran'), longest_held_ms: longest('held'), longest_wall_ms: longest('wall') },
    longest_gc_ms: most(({ longestGc }) => longestGc),
    start_busy_ms: seconds
      .slice(0, warmUpS)
      .reduce((max, { stalls }) => stalls.reduce((inner, { ran }) => Math.max(inner, ran), max), 0),
    over_50_ms: { busy: count(counted, 'ran'), held: count(counted, 'held') },
    heap: heapFacts(seconds.slice(HEAP_FROM_S).filter(({ heap }) => heap !== undefined)),
    said: inside.filter(({ stalls }) => stalls === undefined).map((one) => Object.values(one)[0]),
  };
}

const count = (seconds, key) =>
  seconds.reduce((sum, { stalls }) => sum + stalls.filter((stall) => stall[key] > 50).length, 0);

/** Growth of what is alive, by the median of slopes between all pairs of looks (Theil, Sen). */
function heapFacts(looks) {
  if (looks.length < 3) return null;
  const slopes = [];
  for (const [n, early] of looks.entries())
    for (const late of looks.slice(n + 1))
      slopes.push(((late.heap - early.heap) / MIB / (late.at - early.at)) * 60_000);
  const sorted = Float64Array.from(slopes).sort();
  return {
    looks: looks.length,
    first_mib: looks[0].heap / MIB,
    last_mib: looks.at(-1).heap / MIB,
    slope_mib_per_minute: percentileOfSorted(sorted, 0.5),
    rss_mib: looks.at(-1).rss / MIB,
  };
}
