// Several start at once on the same folders, also with the lock of a killed process in them.
import { once } from 'node:events';
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { start } from '../../harness/children.mjs';
import { Service } from '../machinery/service.mjs';
import { removeFolder, tempFolder } from '../machinery/temp-folders.mjs';

export const name = 'two-starters';
export const promise =
  'Of several that start at once on the same folders exactly one wins, and the others say who holds them.';

const RACERS = 4;
const LOCK = 'race.lock';
const RACER = fileURLToPath(new URL('../machinery/lock-racer.mjs', import.meta.url));

export async function run({ quick, say, promises }) {
  const cycles = quick ? 1 : 8;
  for (let cycle = 0; cycle < cycles; cycle++) {
    say(`two-starters, ${cycle + 1} of ${cycles}`);
    await startTogether(promises);
  }
  const races = quick ? 50 : 1000;
  say(`two-starters, ${races} races for the lock alone`);
  const doubles = await race(races, promises);
  return `${cycles * 2} times 2 services at once (fresh folders, and a stale lock left by SIGKILL); ${races} races of ${RACERS} processes for a stale lock, won by two ${doubles} times`;
}

async function startTogether(promises) {
  const folder = tempFolder();
  let winner = null;
  try {
    for (const what of ['fresh folders', 'a stale lock']) {
      const pair = [new Service({ folder }), new Service({ folder })];
      const begun = await Promise.allSettled(pair.map((service) => service.listening()));
      const winners = pair.filter((_, i) => begun[i].status === 'fulfilled');
      promises.equal(winners.length, 1, `exactly one of two starts on ${what}`);
      const losers = await Promise.all(
        pair.filter((service) => !winners.includes(service)).map((service) => service.ended),
      );
      for (const { code, err } of losers) {
        const isClear = code === 2 && err.includes('is in use by process') && !/^\s+at /m.test(err);
        promises.holds(isClear, 'the other one is refused with exit code 2 and a sentence', `${code}: ${err}`);
      }
      [winner] = winners;
      if (winner) promises.holds((await winner.check()).allow, 'the one that won trades');
      await Promise.all(winners.map((service) => service.kill('SIGKILL')));
    }
  } finally {
    removeFolder(folder);
  }
}

/** A process that takes and gives back a lock as it is told. */
class Racer {
  constructor() {
    this.child = start({ command: process.execPath, args: [RACER] });
    this.exited = once(this.child, 'exit');
    this.lines = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
  }

  async hears() {
    return (await this.lines.next()).value;
  }

  tell(line) {
    this.child.stdin.write(`${line}\n`);
    return this.hears();
  }

  async end(signal) {
    this.child.kill(signal);
    await this.exited;
  }
}

/** What a process leaves behind that is killed while it holds the lock. */
async function staleLock(folder) {
  const racer = new Racer();
  await racer.hears();
  await racer.tell(`take ${folder}`);
  await racer.end('SIGKILL');
  const left = join(folder, 'left');
  cpSync(join(folder, LOCK), left, { recursive: true });
  return left;
}

/** The lock alone, many times: the services of a pair rarely meet within the same millisecond. */
async function race(races, promises) {
  const folder = tempFolder();
  const lock = join(folder, LOCK);
  const left = await staleLock(folder);
  const racers = Array.from({ length: RACERS }, () => new Racer());
  let doubles = 0;
  try {
    await Promise.all(racers.map((racer) => racer.hears()));
    for (let n = 0; n < races; n++) {
      rmSync(lock, { recursive: true, force: true });
      cpSync(left, lock, { recursive: true });
      const outcomes = await Promise.all(racers.map((racer) => racer.tell(`take ${folder}`)));
      const held = outcomes.filter((outcome) => outcome === 'held').length;
      if (held > 1) doubles++;
      promises.holds(held > 0, 'somebody takes over a stale lock', outcomes.join(' '));
      await Promise.all(racers.map((racer) => racer.tell('release')));
    }
    promises.equal(doubles, 0, 'a stale lock is taken over by one alone');
    return doubles;
  } finally {
    await Promise.all(racers.map((racer) => racer.end('SIGTERM')));
    removeFolder(folder);
  }
}
