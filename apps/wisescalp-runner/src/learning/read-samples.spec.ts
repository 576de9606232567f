import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { outcomeDetails, type TradeOutcome } from '@aurora/calibration';
import { loggingConfig } from '@aurora/events';
import { SessionLog } from '@aurora/events/node';
import { defaultsOf, ManualClock } from '@aurora/kernel';
import { START_MS } from './learning.fixture';
import { readSamples } from './read-samples';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'samples-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const outcomeOf = (i: number): TradeOutcome => ({
  cid: `c-${i}`,
  traded: true,
  symbol: 'BTCUSDT',
  side: 'buy',
  score: i / 10,
  p: 0.5,
  model: 'sigmoid@1',
  label: i % 2 === 0 ? 1 : 0,
  outcome: i % 2 === 0 ? 'target' : 'ttl',
  openedMs: START_MS + i,
  closedMs: START_MS + i + 1,
  exitPrice: null,
});
const sampleOf = (i: number) => {
  const { score, p, model, label, outcome, openedMs, closedMs } = outcomeOf(i);
  return { score, p, model, label, outcome, openedMs, closedMs };
};

async function write(from: number, to: number): Promise<void> {
  const { log } = await SessionLog.open({
    dir: folder,
    runId: 'run',
    clock: new ManualClock(START_MS + 1000 * from),
    logging: defaultsOf(loggingConfig).logging,
  });
  log.emit('MODEL.CALIBRATION', { score: 1 });
  for (let i = from; i < to; i++) log.emit('CALIBRATION.OUTCOME', outcomeDetails(outcomeOf(i)));
  await log.close();
}

describe('outcomes on record', () => {
  it('are those of all runs of a session, in order', async () => {
    await write(0, 3);
    await write(3, 5);
    expect(await readSamples(folder)).toEqual([0, 1, 2, 3, 4].map(sampleOf));
  });

  it('are none where there is no log', async () => expect(await readSamples(folder)).toEqual([]));

  it('end before a line that was torn', async () => {
    await write(0, 2);
    appendFileSync(join(folder, 'aurora_events.jsonl'), '{"ts_ns":17');
    expect(await readSamples(folder)).toEqual([0, 1].map(sampleOf));
  });

  it('are not to be learned from where a line in the middle cannot be read', async () => {
    await write(0, 2);
    appendFileSync(join(folder, 'aurora_events.jsonl'), 'damage\n');
    await expect(readSamples(folder)).rejects.toThrow(/aurora_events\.jsonl:4: /);
  });
});
