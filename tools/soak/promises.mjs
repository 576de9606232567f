// What a life must keep, each promise with what was measured and its limit.
import { growth, lastQuarterToFirst, median } from './measure/trend.mjs';

/** Shorter than this, a life says nothing about growth and drift. */
const JUDGED_FROM_S = 600;
const GROWTH = 0.1;
const P99_RATIO = 1.5;
/** Below this many ms a ratio of p99s is noise of the machine. */
const P99_FLOOR_MS = 3;
const FDS_SLACK = 2;

const pct = (share) => `${(100 * share).toFixed(1)} %`;
const count = (value) => value.toLocaleString('en');

/** @returns rows `{ what, measured, limit, kept }`; `kept` is `null` where the life was too short to judge. */
export function promises(life) {
  return [
    ...aboutAnswers(life),
    ...aboutTheLog(life),
    ...aboutTheRestart(life),
    ...aboutResources(life),
    ...aboutTime(life),
  ];
}

const equal = (what, measured, wanted) => ({
  what,
  measured: count(measured),
  limit: count(wanted),
  kept: measured === wanted,
});
const none = (what, problems) => ({
  what,
  measured: problems.length === 0 ? 'none' : problems.join('; '),
  limit: 'none',
  kept: problems.length === 0,
});
const atMost = (what, value, limit, shown, judged = true) => ({
  what,
  measured: shown(value),
  limit: `≤ ${shown(limit)}`,
  kept: judged ? value <= limit : null,
});

function aboutAnswers({ load, watch, service, tail }) {
  const faults = watch.faults.flatMap(({ name, unexpected = [] }) => unexpected.map((what) => `${name}: ${what}`));
  return [
    none('answers of the load that were not expected', [...load.examples, ...tail.load.examples]),
    none('answers to faults that were not expected', faults),
    equal('requests the load had to drop', load.totals.dropped + tail.load.totals.dropped, 0),
    equal('orders whose story could not be told to its end', load.unfinished, 0),
    none('lines on standard error', [...service.complaints, ...tail.complaints]),
    none('failures of the watching', watch.failures),
  ];
}

function aboutTheLog({ load, watch, counters, logCount, validation, disk }) {
  const sum = (key) => watch.faults.reduce((total, fault) => total + (fault[key] ?? 0), 0);
  const answered = load.totals.questions + sum('decided') + counters.asked;
  const rows = [
    {
      what: 'decisions answered, and left by clients that went away, against decisions made',
      measured: `${count(answered)} and at most ${count(sum('leftAlone'))}`,
      limit: count(counters.decisions),
      kept: answered <= counters.decisions && counters.decisions <= answered + sum('leftAlone'),
    },
    equal('reports answered, against POSTTRADE.LOG', load.totals.reports + sum('reported'), counters.reports),
    equal('repeats answered with the same bytes, against IDEM.HIT', load.totals.repeats, counters.repeats),
    equal('lines dropped', counters.dropped, 0),
  ];
  if (logCount.missed === 0) {
    rows.push(
      equal(
        'POLICY.DECISION lines in all parts, against decisions made',
        logCount.codes['POLICY.DECISION'],
        counters.decisions,
      ),
      equal(
        'lines of aurora_events.jsonl in all parts, against events emitted',
        logCount.lines.aurora_events,
        counters.events,
      ),
      equal(
        'lines of orders_denied.jsonl in all parts, against orders denied',
        logCount.lines.orders_denied,
        counters.denied,
      ),
    );
  } else {
    rows.push({
      what: 'lines of all parts against counters',
      measured: `${logCount.missed} parts were deleted before they were counted`,
      limit: '',
      kept: null,
    });
  }
  return [
    ...rows,
    none(`problems in the ${count(validation.lines)} lines of the ${validation.parts} files left`, validation.problems),
    atMost('most disk in use', disk.mostBytes / 2 ** 20, disk.limitBytes / 2 ** 20, (mib) => `${mib.toFixed(0)} MiB`),
  ];
}

function aboutTheRestart({ restart, tail }) {
  return [
    equal('exit code after SIGTERM under way', restart.exitCode, 0),
    none('differences of the state after the restart', restart.differences),
    equal('decisions after the restart judged again, against those made', tail.replay.decisions, tail.decisions),
    equal('of them otherwise than at the time', tail.replay.differences, 0),
    none('differences of the state at the end from the one the log gives', tail.stateDifferences),
    equal('exit code at the end', tail.exitCode, 0),
  ];
}

function aboutResources({ options, watch, idle }) {
  const judged = isJudged(options, watch);
  const calm = calmSamples(options, watch);
  const rss = calm.map(({ atS, rssMib }) => [atS, rssMib]);
  // Full collections are rare: those within faults count too.
  const old = watch.samples
    .filter(({ atS, probe }) => atS > options.warmUpS && probe?.liveMib != null)
    .map(({ atS, probe }) => [atS, probe.liveMib]);
  return [
    growthOf('resident memory after the warm-up', rss, judged),
    growthOf(`old space after ${old.length} full collections`, old, judged && old.length >= 8),
    atMost('descriptors when idle again', idle.fdsAfter, idle.fdsBefore + FDS_SLACK, String),
  ];
}

/** Something that grows for good grows by the slope and from the first quarter to the last; chance seldom does both. */
function growthOf(what, points, judged) {
  const bySlope = growth(points);
  const byQuarters = points.length === 0 ? NaN : lastQuarterToFirst(points.map(([, value]) => value)) - 1;
  return {
    what: `growth of ${what}, by Theil–Sen slope and by quarters`,
    measured: points.length < 2 ? 'not enough points' : `${pct(bySlope)} and ${pct(byQuarters)}`,
    limit: `one of them ≤ ${pct(GROWTH)}`,
    kept: judged ? Math.min(bySlope, byQuarters) <= GROWTH : null,
  };
}

function aboutTime({ options, watch }) {
  const { faults, stretches } = watch;
  const judged = isJudged(options, watch) && stretches.length >= 8;
  const recovered = faults.map(({ recoveredS }) => recoveredS).filter((seconds) => seconds !== null);
  const p99s = stretches.map(({ p99Ms }) => p99Ms);
  const quarter = Math.max(1, Math.floor(p99s.length / 4));
  const ratio = lastQuarterToFirst(p99s);
  const last = median(p99s.slice(-quarter));
  return [
    atMost(
      'longest time until latency was back after a fault',
      Math.max(0, ...recovered),
      options.recoverWithinS,
      (s) => `${s.toFixed(1)} s`,
    ),
    {
      what: 'p99 of the calm stretches, last quarter against first',
      measured: `${ratio.toFixed(2)} × (${last.toFixed(2)} ms)`,
      limit: `≤ ${P99_RATIO} ×, or ≤ ${P99_FLOOR_MS} ms`,
      kept: judged ? ratio <= P99_RATIO || last <= P99_FLOOR_MS : null,
    },
  ];
}

const isJudged = ({ warmUpS }, { last }) => (last?.atS ?? 0) - warmUpS >= JUDGED_FROM_S;

const calmSamples = ({ warmUpS }, { samples }) => samples.filter(({ atS, inFault }) => atS > warmUpS && !inFault);
