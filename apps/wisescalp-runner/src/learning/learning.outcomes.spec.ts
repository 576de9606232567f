import { rmSync } from 'node:fs';
import { SIGMOID_CALIBRATOR } from '@aurora/calibration';
import { Bench, START_MS } from './learning.fixture';

let bench: Bench;
const benchWith = (...of: ConstructorParameters<typeof Bench>): Bench => (bench = new Bench(...of));
afterEach(async () => {
  await bench.learning.close();
  rmSync(bench.folder, { recursive: true });
});
const FIRST = 'wisescalp@20260122T101000Z-0001';

describe('outcomes', () => {
  it('stand in the log under the order, with the probability given before', () => {
    benchWith(null);
    bench.open();
    bench.nowMs += 2000;
    bench.price(102);
    expect(bench.emitted).toEqual([
      {
        code: 'CALIBRATION.OUTCOME',
        details: {
          score: 0.5,
          p: SIGMOID_CALIBRATOR.predict(0.5),
          label: 1,
          outcome: 'target',
          model: 'sigmoid@1',
          opened_ms: START_MS,
          closed_ms: START_MS + 2000,
          exit_price: 102,
          traded: true,
        },
        fields: { symbol: 'BTCUSDT', cid: 'c-1', side: 'buy', decisionId: 'd-1' },
      },
    ]);
    expect([bench.learning.outcomes, bench.learning.watched]).toEqual([1, 0]);
    expect(bench.learning.rollingScores).toMatchObject({ n: 1 });
    expect(bench.learning.scoresOf('sigmoid@1')).toMatchObject({ n: 1 });
    expect(bench.learning.scoresOf(FIRST)).toBeNull();
  });

  it('come by time where no price does, within a second of it', () => {
    benchWith(null);
    bench.open();
    for (const afterMs of [0, 999, 10_000]) expect(bench.learning.advance(START_MS + afterMs)).toBeUndefined();
    expect(bench.emitted).toEqual([]);
    void bench.learning.advance(START_MS + 11_000);
    expect(bench.events('CALIBRATION.OUTCOME')).toMatchObject([{ details: { outcome: 'ttl', label: 0 } }]);
  });

  it('of what was declined are on record too, one a symbol at a time', () => {
    benchWith(null);
    bench.decline();
    bench.decline();
    expect(bench.learning.watched).toBe(1);
    bench.price(102);
    bench.open();
    bench.decline();
    bench.decline({ symbol: 'ETHUSDT' });
    expect(bench.learning.watched).toBe(2);
    expect(bench.events('CALIBRATION.OUTCOME')).toMatchObject([
      { details: { label: 1, traded: false }, fields: { cid: 'c-1' } },
    ]);
  });

  it('of what was declined are none when only trades are wanted', () => {
    benchWith(null, { config: { declined: false } });
    bench.decline();
    expect(bench.learning.watched).toBe(0);
  });

  it('are none where the prices have a hole', () => {
    benchWith(null);
    bench.open();
    bench.learning.lost('BTCUSDT');
    bench.price(102);
    expect([bench.emitted, bench.learning.watched]).toEqual([[], 0]);
    bench.open();
    bench.open({ symbol: 'ETHUSDT' });
    bench.learning.lostAll();
    bench.price(102);
    expect([bench.emitted, bench.learning.watched]).toEqual([[], 0]);
  });

  it('of a trade that cannot be watched are none, which is said', () => {
    benchWith(null);
    bench.open({ targetPrice: 100 });
    expect(bench.emitted).toMatchObject([
      { code: 'HEALTH.ERROR', details: { part: 'learning' }, fields: { cid: 'c-1', symbol: 'BTCUSDT' } },
    ]);
  });
});
