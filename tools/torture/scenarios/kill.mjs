// SIGKILL at random moments under load, again and again on the same folders.
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as passed } from 'node:timers/promises';
import {
  checkOrderFiles,
  grantedBySymbol,
  holdAgainst,
  holdStart,
  holdsStored,
  readLog,
} from '../machinery/log-check.mjs';
import { Operator } from '../machinery/operator.mjs';
import { Service, bodyWith, liveSettings } from '../machinery/service.mjs';
import { removeFolder, tempFolder } from '../machinery/temp-folders.mjs';
import { Traders } from '../machinery/traders.mjs';

export const name = 'kill';
export const promise =
  'What was answered is on record once (`os`, `disk`), a restart takes over everything and loosens nothing, the log of all lives replays to the byte.';

const CAP_USDT = 6000;
/** Rounds on one pair of folders. */
const CHAIN = 10;
/** Of a hundred rounds. */
const SHARES = { os: 0.45, disk: 0.45, async: 0.1 };

/** At least one of each. */
export const roundsOf = (total) =>
  Object.entries(SHARES).map(([durability, share]) => [durability, Math.max(1, Math.round(total * share))]);

export async function run({ quick, rounds, random, say, promises }) {
  const total = rounds ?? (quick ? 3 : 100);
  const sums = { kills: 0, answered: 0, reports: 0, operations: 0, torn: 0, startKills: 0, ahead: 0 };
  const lost = { os: 0, disk: 0, async: 0 };
  for (const [durability, count] of roundsOf(total)) {
    for (let done = 0; done < count; done += CHAIN) {
      const where = `${durability} from round ${done + 1}`;
      const chain = new Chain({ durability, random: random.fork(), promises, where, quick });
      try {
        await chain.run(Math.min(CHAIN, count - done), (round) =>
          say(`kill, ${durability}, round ${done + round + 1} of ${count}`),
        );
        lost[durability] += chain.lost;
      } finally {
        await chain.end();
      }
      for (const key of Object.keys(sums)) sums[key] += chain.sums[key];
    }
  }
  promises.measured = { ...sums, lost };
  return [
    `${sums.kills} SIGKILLs under load of 8–32 connections (${roundsOf(total)
      .map(([d, n]) => `${n} ${d}`)
      .join(', ')})`,
    `${sums.startKills} more during the start, ${sums.torn} torn last lines`,
    `${sums.answered} decisions, ${sums.reports} reports, ${sums.operations} operations answered`,
    `lost: os ${lost.os}, disk ${lost.disk}, async ${lost.async}`,
  ].join('; ');
}

/** One pair of folders and everything that was answered while services lived and died on it. */
class Chain {
  lost = 0;
  sums = { kills: 0, answered: 0, reports: 0, operations: 0, torn: 0, startKills: 0, ahead: 0 };
  folder = tempFolder();
  service = null;
  /** Rounds whose cap was used up; latencies that keep the gate in a cool-off let nothing through. */
  usedUp = new Set();
  /** What the stored state had seen when the service was killed. */
  storedTsNs = [];

  constructor(parts) {
    Object.assign(this, parts, { mayLose: parts.durability === 'async' });
    const { durability, random } = parts;
    this.operator = new Operator(random.fork());
    this.traders = Object.assign(new Traders(random.fork()), { reportedAgain: [] });
    this.settings = liveSettings({
      logging: { durability, rotate_mb: random.pick([1, 2, 100]), retention_files: 10_000 },
      risk: { max_symbol_exposure_usdt: CAP_USDT, max_concurrent: 999, reservation_ttl_ms: 86_400_000 },
      pretrade: { idempotency_ttl_ms: 86_400_000 },
    });
  }

  async run(rounds, tell) {
    await this.start();
    for (let round = 0; round < rounds; round++) {
      tell(round);
      await this.round(round);
    }
    const { code, err } = await this.service.kill('SIGTERM');
    this.promises.holds(
      code === 0,
      'a service that was killed before ends well when it is asked to',
      `${code}: ${err}`,
    );
    await this.check(rounds);
  }

  async start() {
    this.service = await Service.start({ folder: this.folder, settings: this.settings });
    this.service.opsToken = this.operator.candidates[0].token;
  }

  async round(round) {
    const { random, service, operator, promises } = this;
    const where = `${this.where}, kill ${round + 1}`;
    if (random.chance(0.8)) await operator.open(service);
    const slowShare = random.chance(0.15) ? 0.3 : 0;
    Object.assign(this.traders.options, { slowShare, capSymbol: `CAP${round}USDT` });
    const load = Array.from({ length: random.int(8, 32) }, (_, i) => this.traders.trade(service, `${round}.${i}`));
    load.push(operator.act(service, random.pick([10, 60, 300])));
    await passed(random.int(20, this.quick ? 400 : 1500));
    const { err } = await service.kill('SIGKILL');
    await Promise.all(load);
    this.sums.kills++;
    this.storedTsNs.push(BigInt(service.storedState().ts_ns));
    promises.holds(!err.includes('"level":50'), 'nothing is said to be an error before the kill', `${where}: ${err}`);
    const torn = random.chance(0.3) ? this.tear() : null;
    if (random.chance(0.2)) await this.killWhileStarting();
    await this.start();
    if (torn !== null && !this.startKilled) this.holdsRepair(torn, where);
    await operator.holds(this.service, promises, where);
    await this.holdsAnswers(round, where);
  }

  /** Leaves half a line behind, as a machine that loses power may. */
  tear() {
    const file = this.random.pick(['aurora_events.jsonl', 'orders.jsonl', 'orders_denied.jsonl']);
    const path = join(this.folder, 'session', file);
    const bytes = readFileSync(path);
    const tornBefore = bytes.length - 1 - bytes.lastIndexOf('\n');
    const rest = '{"ts_ns":1763812812345678901,"run_id":"0198';
    if (tornBefore === 0) appendFileSync(path, rest.slice(0, this.random.int(1, rest.length)));
    this.sums.torn++;
    return file;
  }

  async killWhileStarting() {
    this.startKilled = true;
    const half = new Service({ folder: this.folder, settings: this.settings });
    await passed(this.random.int(100, 1200));
    await half.kill('SIGKILL');
    this.storedTsNs.push(BigInt(half.storedState().ts_ns));
    this.sums.startKills++;
  }

  holdsRepair(file, where) {
    const said = this.service.said.includes(`${file}: `) && this.service.said.includes('unfinished last line');
    this.promises.holds(said, 'a torn last line is cut off and said', `${where}: ${this.service.said}`);
  }

  /** Keys have the answers of before, and together with what is asked now the cap is used up exactly. */
  async holdsAnswers(round, where) {
    this.startKilled = false;
    const { service, operator, traders, promises } = this;
    traders.reportedAgain.push(...(await traders.reportAgain(service)));
    // A repeat must have its answer whatever is in force, so this stands before the gate is opened again.
    const changed = await traders.repeat(service);
    if (!this.mayLose)
      promises.holds(
        changed.length === 0,
        'a key answered before the kill has the same answer after it',
        `${where}: ${JSON.stringify(changed[0])}`,
      );
    await operator.open(service);
    await operator.run(service, 'reset');
    const { size_scale: scale } = await service.ask('GET', '/risk/snapshot');
    if (scale !== 1) await service.ask('POST', '/risk/set', { size_scale: 1 });
    const [known] = operator.candidates;
    if (scale !== 1) operator.candidates = [{ ...known, overrides: { ...known.overrides, sizeScale: 1 } }];
    const body = bodyWith({ symbol: `CAP${round}USDT` });
    let answer;
    do answer = await traders.ask(service, body);
    while (answer.allow);
    if (answer.reason === 'risk_symbol_exposure') this.usedUp.add(round);
  }

  async check(rounds) {
    const { promises, traders, mayLose } = this;
    const session = join(this.folder, 'session');
    const onStart = (start) => !mayLose && !this.wasAhead(start) && holdStart(start, promises, this.where);
    const log = await readLog(session, promises, { onStart });
    this.lost = holdAgainst(log, traders, promises, mayLose);
    await checkOrderFiles(session, traders, promises, mayLose);
    promises.holds(traders.odd.length === 0, 'every answer under load is a 200', traders.odd[0]);
    const stored = this.service.storedState().engine;
    holdsStored(stored, log.snapshot, promises, this.where);
    const granted = grantedBySymbol(log);
    for (let round = 0; round < rounds && !mayLose; round++) {
      const sum = granted.get(`CAP${round}USDT`) ?? 0;
      promises.holds(sum <= CAP_USDT, 'a cap holds over a kill', `${this.where}: ${sum} of ${CAP_USDT}`);
      promises.holds(
        sum >= CAP_USDT - 1e-6 || !this.usedUp.has(round),
        'a kill takes nothing from a cap',
        `${this.where}: ${sum} of ${CAP_USDT}`,
      );
    }
    this.sums.answered += traders.heard.length;
    this.sums.reports += traders.reported.length;
    this.sums.operations += this.operator.answered;
  }

  /** The stored state had seen what the log did not hold yet: nobody was answered that, and it may stay. */
  wasAhead({ lastTsNs, tsNs }) {
    const isAhead = this.storedTsNs.some((stored) => stored > lastTsNs && stored < tsNs);
    this.sums.ahead += isAhead ? 1 : 0;
    return isAhead;
  }

  async end() {
    await this.service?.kill('SIGKILL');
    removeFolder(this.folder);
  }
}
