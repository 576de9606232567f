// The life of a session: warm-up, then one fault after the other, each followed by calm, until the time is over; a quick one
// is over when every fault was there once.
import { setTimeout as wait } from 'node:timers/promises';
import { FAULTS, inTurn } from './faults/catalogue.mjs';
import { recoveryS } from './faults/recovery.mjs';

const POLL_MS = 50;
const RESET_MS = 300;

/**
 * @param parts `{ venue, gate, runner, disk, staleMs }`; @param options of the session; @param ending cuts it short.
 * `onFault` is told of all faults so far and whether one is on.
 * @returns faults `{ name, letter, fromMs, toMs, recoveredS, did }` in order.
 */
export async function live({ parts, options, random, ending, say, onFault = () => undefined }) {
  const endMs = Date.now() + options.lifeS * 1000;
  const struck = [];
  await passUntil(Date.now() + options.warmUpS * 1000, parts, ending);
  const names = Object.keys(FAULTS).filter((name) => parts.disk !== null || FAULTS[name].where !== 'disk');
  const isEnough = (lastsS) =>
    options.quick ? struck.length === names.length : Date.now() + (lastsS + options.calmS) * 1000 > endMs;
  for (const name of options.faults ? inTurn(random, names) : []) {
    const lastsS = FAULTS[name].lastsS[Number(options.quick)];
    if (isOver(parts, ending) || isEnough(lastsS)) break;
    say(`${FAULTS[name].title} (${lastsS} s)`);
    onFault(struck, true);
    struck.push(await strike(name, lastsS, { parts, options, random, ending }));
    onFault(struck, false);
    const calmMs = options.calmS * (0.75 + random.next() / 2) * 1000;
    await passUntil(options.quick ? Date.now() + calmMs : Math.min(Date.now() + calmMs, endMs), parts, ending);
  }
  if (!options.quick || !options.faults) await passUntil(endMs, parts, ending);
  return struck;
}

async function strike(name, lastsS, { parts, options, random, ending }) {
  const { letter, title, where, run } = FAULTS[name];
  const fault = { name, letter, title, fromMs: Date.now() };
  const did = await run(parts, lastsS, { quick: options.quick, random });
  fault.toMs = Date.now();
  // An operator looks after the gate: a stop by latency, bad data or a storm of rejects is lifted.
  const resetting = wait(RESET_MS).then(() => parts.gate.ops('/ops/reset'));
  const [recoveredS] = await Promise.all([recoveryS(where, parts, options.recoverWithinS, ending), resetting]);
  return { ...fault, did: did ?? '', where, recoveredS };
}

const isOver = ({ runner }, ending) => ending.aborted || runner.isGone;

async function passUntil(atMs, parts, ending) {
  while (Date.now() < atMs && !isOver(parts, ending)) await wait(Math.min(POLL_MS, Math.max(1, atMs - Date.now())));
}
