import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { refit, SIGMOID_CALIBRATOR, type CalibratorArtifact } from '@aurora/calibration';
import { LogReplay } from '@aurora/engine';
import { GUARD_SET } from '@aurora/gates';
import { API, bodyWith, OPS, START_MS, TestApi } from '../api.fixture';
import { scrape } from '../metrics/scrape.fixture';

let api: TestApi;
beforeEach(async () => (api = await TestApi.start()));
afterEach(() => api.end());

/** Outcomes of a market where scores promise too much: the target comes first in a tenth of all trades at score 0 and in a third at 1. */
const OUTCOMES = Array.from({ length: 600 }, (_, i) => {
  const score = ((i * 37) % 100) / 100;
  const label = ((i * 61) % 97) / 97 < 0.1 + 0.23 * score ? (1 as const) : (0 as const);
  const openedMs = START_MS + i * 1000;
  const outcome = label === 1 ? ('target' as const) : ('stop' as const);
  return { score, p: 0.5, model: 'sigmoid@1', label, outcome, openedMs, closedMs: openedMs + 500 };
});
const LEARNED = refit({
  samples: OUTCOMES,
  nowMs: START_MS + 600_000,
  current: SIGMOID_CALIBRATOR,
  currentToMs: null,
  name: 'wisescalp',
  config: { minPlatt: 100, minIsotonic: 1000, holdoutFraction: 0.3, history: 5000 },
}).artifact!;
const ID = 'wisescalp@20261122T121000Z-0001';

const fileOf = (artifact: CalibratorArtifact): string => {
  mkdirSync(join(api.folder, 'models'), { recursive: true });
  const file = join(api.folder, `models/${artifact.name}-${artifact.version}.json`);
  writeFileSync(file, JSON.stringify(artifact));
  return file;
};
const apply = (overlay: object) => api.post('/overlay/apply', { overlay, author: 'wisescalp-runner' }, API);
const WORTH_IT = bodyWith({ score: 0.6, a_bps: 20, b_bps: 40 });
const judged = async () => {
  const { allow, reason, observability } = await api.check(WORTH_IT);
  const { calibrator, p_tp: p } = observability as { calibrator: string; p_tp: number };
  return { allow, reason, calibrator, p };
};
const gauges = async () => {
  const samples = await scrape(api);
  return [samples.get('aurora_ece'), samples.get('aurora_brier')];
};
const byTheSigmoid = { allow: true, reason: 'ok', calibrator: 'sigmoid@1', p: SIGMOID_CALIBRATOR.predict(0.6) };

describe('a learned calibrator, loaded while the gate runs', () => {
  it('changes what is decided from the next decision on, and nothing else of the overlay', async () => {
    const spread = { guards: { spread_bps_limit: 50 } };
    await apply(spread);
    expect(await judged()).toEqual(byTheSigmoid);
    expect((await apply({ ...spread, calibrator: { artifact: fileOf(LEARNED) } })).status).toBe(200);
    const after = await judged();
    expect(after).toMatchObject({ allow: false, reason: 'expected_return_gate', calibrator: ID });
    expect(after.p).toBeLessThan(0.35);
    expect(await api.check(bodyWith({ spread_bps: 51, score: 1, b_bps: 200 }))).toMatchObject({
      reason: 'spread_bps_too_wide:51.0',
    });
  });

  it('stands in the status and in the gauges with its scores on outcomes it never saw', async () => {
    expect(await gauges()).toEqual([NaN, NaN]);
    await apply({ calibrator: { artifact: fileOf(LEARNED) } });
    const { n, brier, ece } = LEARNED.held_out!;
    expect([n, LEARNED.fitted.n]).toEqual([180, 419]);
    expect(await gauges()).toEqual([ece, brier]);
    expect(brier).not.toBe(LEARNED.fitted.brier);
    expect((await api.get('/ops/model_status', OPS)).json).toEqual({
      models: [
        {
          symbol: '*',
          calibrator: ID,
          fitted: true,
          fitted_at_ms: LEARNED.fitted.to_ms,
          kind: 'platt',
          version: '20261122T121000Z-0001',
          n: 419,
          held_out_n: 180,
          ece,
          brier,
        },
      ],
    });
  });

  it('is on record whole, outlives a restart, and every decision comes out again from the log alone', async () => {
    const file = fileOf(LEARNED);
    await judged();
    await apply({ calibrator: { artifact: file } });
    const before = await judged();
    expect(api.events('CALIBRATION.UPDATE').map(({ details }) => details['artifact'])).toEqual([LEARNED]);
    api = await api.restart();
    expect(await judged()).toEqual(before);
    expect(await gauges()).toEqual([LEARNED.held_out!.ece, LEARNED.held_out!.brier]);
    await api.post('/overlay/rollback', undefined, API);
    expect(await judged()).toEqual(byTheSigmoid);
    rmSync(file);
    const replay = new LogReplay(GUARD_SET);
    for (const event of api.events()) replay.feed(event);
    expect([replay.decisions, replay.differences]).toEqual([4, []]);
  });

  it('that is broken is refused, and the gate judges on as before', async () => {
    const file = fileOf(LEARNED);
    writeFileSync(file, readFileSync(file, 'utf8').replace('"a":', '"a":-'));
    expect((await apply({ calibrator: { artifact: file } })).status).toBe(422);
    expect(await judged()).toEqual(byTheSigmoid);
    expect(api.events('CALIBRATION.UPDATE')).toEqual([]);
    expect(await gauges()).toEqual([NaN, NaN]);
  });
});
