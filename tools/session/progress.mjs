// One line every ten seconds on standard error.

const EVERY_S = 10;

const clock = (seconds) => new Date(Math.max(0, seconds) * 1000).toISOString().slice(11, 19);

/** @returns what to call with every sample. */
export function progressOf({ lifeS }) {
  let nextS = EVERY_S;
  let before = { atS: 0, frames: 0 };
  return (sample, watch) => {
    if (sample.atS < nextS) return;
    nextS = sample.atS + EVERY_S - (sample.atS % EVERY_S);
    const { atS, frames, submitted, openPositions, pnlUsdt, rssMib, bookAgeMs } = sample;
    const perSecond = (frames - before.frames) / (atS - before.atS);
    before = sample;
    const parts = [
      `${clock(atS)} of ${clock(lifeS)}`,
      `${Math.round(perSecond)} frames/s`,
      `oldest book ${Number.isFinite(bookAgeMs) ? `${Math.round(bookAgeMs)} ms` : '–'}`,
      `${submitted} orders`,
      `${openPositions} open`,
      `PnL ${pnlUsdt.toFixed(2)} USDT`,
      `RSS ${rssMib.toFixed(0)} MiB`,
      `${watch.faults.length} faults${watch.isInFault ? ', one now' : ''}`,
    ];
    process.stderr.write(`${parts.join(' · ')}\n`);
  };
}
