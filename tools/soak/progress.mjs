// One line every ten seconds on standard error.

const EVERY_S = 10;

const clock = (seconds) => new Date(Math.max(0, seconds) * 1000).toISOString().slice(11, 19);

/** @returns what to call with every sample. */
export function progressOf({ lifeS }) {
  let nextS = EVERY_S;
  return (sample, watch) => {
    if (!(sample.atS >= nextS)) return;
    nextS = sample.atS + EVERY_S - (sample.atS % EVERY_S);
    const { atS, perSecond, latency, rssMib, fds, unexpected, inFault } = sample;
    const fault = inFault
      ? 'in a fault'
      : watch.nextFaultS > atS
        ? `next fault in ${Math.round(watch.nextFaultS - atS)} s`
        : '';
    const parts = [
      `${clock(atS)} of ${clock(lifeS)}`,
      `${Math.round(perSecond)} req/s`,
      `p99 ${latency === null ? '–' : latency.p99Ms.toFixed(2)} ms`,
      `RSS ${rssMib.toFixed(0)} MiB`,
      `${fds} descriptors`,
      `${watch.faults.length} faults`,
      ...(unexpected > 0 ? [`${unexpected} unexpected answers`] : []),
      fault,
    ];
    process.stderr.write(`${parts.filter(Boolean).join(' · ')}\n`);
  };
}
