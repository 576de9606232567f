// The life under load: warm-up, then a fault whenever its time has come, and calm stretches between them.
import { setTimeout as wait } from 'node:timers/promises';
import { mulberry32 } from '@aurora/kernel';
import { BURST, FAULTS, inTurn } from './faults/catalogue.mjs';
import { median } from './measure/trend.mjs';

const CONNECTIONS = 64;
const BURST_CONNECTIONS = 256;
const BURST_S = 3;
const POLL_MS = 100;

/** @param parts `{ options, load, faults, watch, setting, ending }`; `ending` is a signal that cuts the life short. */
export async function live(parts) {
  const { options, load, watch, ending, saturation, onNextFault } = parts;
  const rate = saturation * options.load;
  const turns = inTurn(mulberry32(options.seed));
  const until = (atS) => sleepUntil(watch, atS, ending);

  await load.ask({ do: 'rate', perSecond: rate, connections: CONNECTIONS });
  await until(options.warmUpS);
  let nextS = options.warmUpS + options.faultEveryS;
  while (!ending.aborted && watch.elapsedS < options.lifeS) {
    onNextFault(nextS);
    const fromS = watch.elapsedS;
    await load.ask({ do: 'stretch' });
    await until(Math.min(nextS, options.lifeS));
    const { latency } = await load.ask({ do: 'stretch' });
    if (latency !== null) watch.stretches.push({ fromS, toS: watch.elapsedS, ...latency });
    if (ending.aborted || watch.elapsedS >= options.lifeS) break;
    await strike(turns.next().value, parts, rate);
    nextS = Math.max(nextS + options.faultEveryS, watch.elapsedS + options.faultEveryS / 2);
  }
}

/** Runs a fault and waits until latency is back. */
async function strike(letter, parts, rate) {
  const { options, watch, setting, ending } = parts;
  const fault = { letter, name: FAULTS[letter].name, fromS: watch.elapsedS };
  const usualMs = median(calmP99(watch));
  watch.inFault = true;
  const run = FAULTS[letter] === BURST ? burst(parts, rate) : parts.faults.ask({ letter, ...setting });
  const outcome = await run.catch((error) => ({ did: '', unexpected: [error.message] }));
  if (outcome.tokens !== undefined) setting.tokens = outcome.tokens;
  fault.endS = watch.elapsedS;
  const calmMs = Math.max(options.calmFloorMs, 3 * (usualMs || 0));
  const isCalm = () => {
    const { atS, latency, backlog } = watch.last;
    return atS > fault.endS && latency !== null && latency.p99Ms <= calmMs && backlog < rate / 10;
  };
  // The second after the end of a fault began before it.
  const giveUpS = fault.endS + 2 * options.recoverWithinS;
  while (!isCalm() && watch.elapsedS < giveUpS && !ending.aborted) await wait(POLL_MS);
  watch.inFault = false;
  const seconds = watch.samples.filter(({ atS }) => atS > fault.fromS);
  const recoveredS = isCalm() ? Math.max(0, watch.last.atS - fault.endS) : ending.aborted ? null : Infinity;
  watch.faults.push({
    ...fault,
    ...outcome,
    recoveredS,
    worstP99Ms: Math.max(0, ...seconds.map(({ latency }) => latency?.p99Ms ?? 0)),
  });
}

async function burst({ load, saturation, options }, rate) {
  const seconds = Math.max(1, BURST_S * options.faultScale);
  await load.ask({ do: 'rate', perSecond: 2 * saturation, connections: BURST_CONNECTIONS });
  await wait(seconds * 1000);
  await load.ask({ do: 'rate', perSecond: rate, connections: CONNECTIONS });
  return { did: `${Math.round(2 * saturation)} requests a second for ${seconds} s`, unexpected: [] };
}

const calmP99 = ({ samples }) =>
  samples.filter(({ inFault, latency }) => !inFault && latency !== null).map(({ latency }) => latency.p99Ms);

async function sleepUntil(watch, atS, ending) {
  while (watch.elapsedS < atS && !ending.aborted) {
    await wait(Math.min(POLL_MS, Math.max(1, (atS - watch.elapsedS) * 1000)));
  }
}
