import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ece, OUTCOME_EVENT, sampleOf, type OutcomeSample } from '@aurora/calibration';
import { parseRecord, type ReadEvent } from '@aurora/events';
import { readEvents, readEventsSince, readJsonl, sessionFiles, type BadLine } from '@aurora/events/node';
import { bpsToFraction, msToNs, type Ms, type Quote } from '@aurora/kernel';
import { cvar } from '@aurora/risk';
import { tradeFigures, tradeReturns, type ClosedTrade, type Harvest } from '@aurora/tuning';
import { Finding } from '../cli/failures';

/** The tail that CVaR95 is the mean of. */
const TAIL = 0.05;
const COUNTED: ReadonlySet<string> = new Set(['POLICY.DECISION', 'TCA.ANALYSIS', OUTCOME_EVENT]);
/** The runner's log in a session folder. */
const RUNNER = 'runner';

/** A stretch of time of a run in real time: what was written from its beginning to before its end. */
export interface HarvestWindow {
  readonly fromMs: Ms;
  readonly toMs: Ms;
}

/**
 * What a run of the runner brought, from its log: verdicts of the gate, closed trades, outcomes of the probabilities given,
 * each by the time of its event. Latency is not in the log and stays `null`; who has measured it puts it in.
 * @param sessionDir session folder; the runner's log is in `runner/` below it.
 * @param equityUsdt of the shadow account, above 0.
 * @throws Finding for a line of the log that cannot be read, with file and line; a torn end is no damage.
 */
export async function harvestOf(sessionDir: string, equityUsdt: Quote, window?: HarvestWindow): Promise<Harvest> {
  const tally = new Tally();
  const folder = join(sessionDir, RUNNER);
  await count(tally, window === undefined ? allEvents(folder) : eventsWithin(folder, window));
  return tally.harvest(equityUsdt);
}

/** What several runs brought together, as `harvestOf` one of them. */
export async function harvestOfRuns(sessionDirs: readonly string[], equityUsdt: Quote): Promise<Harvest> {
  const tally = new Tally();
  for (const sessionDir of sessionDirs) await count(tally, allEvents(join(sessionDir, RUNNER)));
  return tally.harvest(equityUsdt);
}

async function count(tally: Tally, events: AsyncIterable<FoundEvent>): Promise<void> {
  for await (const { record, where } of events) {
    try {
      tally.add(record);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new Finding(`${where}: ${record.eventCode}: ${error.message}`);
    }
  }
}

class Tally {
  private decisions = 0;
  private denied = 0;
  private readonly outcomes: OutcomeSample[] = [];
  private readonly trades: ClosedTrade[] = [];

  add({ eventCode, details }: ReadEvent): void {
    if (COUNTED.has(eventCode) && 'held_back' in details)
      throw new RangeError('the log holds only a sample of these; take it out of logging.sampling');
    if (eventCode === 'POLICY.DECISION') {
      this.decisions++;
      if (details['allow'] !== true) this.denied++;
    } else if (eventCode === 'TCA.ANALYSIS') this.trades.push(tradeOf(details));
    else if (eventCode === OUTCOME_EVENT) this.outcomes.push(sampleOf(details));
  }

  harvest(equityUsdt: Quote): Harvest {
    const { decisions, denied, outcomes, trades } = this;
    const p = outcomes.map((outcome) => outcome.p);
    const labels = outcomes.map(({ label }) => label);
    return {
      ...tradeFigures(trades, equityUsdt),
      decisions,
      denyRate: decisions === 0 ? null : denied / decisions,
      latencyP99Ms: null,
      outcomes: outcomes.length,
      ece: outcomes.length === 0 ? null : ece(p, labels),
      cvar95: cvar(tradeReturns(trades, equityUsdt), TAIL),
    };
  }
}

/** Parts of the cost analysis that are costs, in bps of the notional: ≤ 0, the rebate ≥ 0. */
const COST_PARTS = [
  'fees_bps',
  'slippage_in_bps',
  'slippage_out_bps',
  'latency_bps',
  'adverse_bps',
  'impact_bps',
  'rebate_bps',
];

function tradeOf(details: ReadEvent['details']): ClosedTrade {
  const finite = (name: string): number => {
    const value = details[name];
    if (typeof value !== 'number' || !Number.isFinite(value)) throw new RangeError(`${name} is missing`);
    return value;
  };
  const notionalUsdt = finite('notional_usdt');
  const costBps = -COST_PARTS.reduce((total, part) => total + finite(part), 0);
  return { netUsdt: finite('net_pnl_usdt'), notionalUsdt, costUsdt: bpsToFraction(costBps) * notionalUsdt };
}

interface FoundEvent {
  readonly record: ReadEvent;
  /** File, and line where it is known. */
  readonly where: string;
}

async function* allEvents(folder: string): AsyncGenerator<FoundEvent> {
  for await (const { record, file, number } of readEvents(folder, { onBadLine }))
    yield { record, where: `${file}:${number}` };
}

/** Only the files that reach into the window are opened: a compressed part is as old as its last write. */
async function* eventsWithin(folder: string, { fromMs, toMs }: HarvestWindow): AsyncGenerator<FoundEvent> {
  const [fromNs, toNs] = [msToNs(fromMs), msToNs(toMs)];
  for (const file of await sessionFiles(folder)) {
    if ((await stat(file)).mtimeMs < fromMs) continue;
    const since = file.endsWith('.gz')
      ? await compressedEvents(file)
      : readEventsSince(file, fromNs - 1n, { onBadLine });
    for await (const { record } of since)
      if (record.tsNs >= fromNs && record.tsNs < toNs) yield { record, where: file };
  }
}

async function compressedEvents(file: string): Promise<{ readonly record: ReadEvent }[]> {
  const found: { record: ReadEvent }[] = [];
  await readJsonl(file, { parse: parseRecord, onLine: (record) => found.push({ record }), onBadLine });
  return found;
}

function onBadLine({ file, number, reason, torn }: BadLine): void {
  if (!torn) throw new Finding(`${file}:${number ?? 'end'}: ${reason}; the run cannot be judged by half a log`);
}
