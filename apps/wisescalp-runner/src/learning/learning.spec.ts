import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { SIGMOID_CALIBRATOR } from '@aurora/calibration';
import { artifactOf, Bench, Gate, START_MS } from './learning.fixture';
import type { ModelRegistry } from './model-registry';

let bench: Bench;
const benchWith = (...of: ConstructorParameters<typeof Bench>): Bench => (bench = new Bench(...of));
afterEach(async () => {
  await bench.learning.close();
  rmSync(bench.folder, { recursive: true });
});
const modelFiles = (): string[] => readdirSync(join(bench.folder, 'models'));
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

describe('a refit', () => {
  it('puts a better model in force at the gate and here, and says so', async () => {
    const gate = new Gate();
    benchWith(gate);
    bench.trade(600);
    const result = await bench.learning.refitNow();
    expect(result).toMatchObject({ switched: 'switched', verdict: { kept: false, reason: 'better' } });
    expect(bench.model.id).toBe(FIRST);
    expect(gate.loaded).toEqual([
      { id: FIRST, path: join(bench.folder, 'models/wisescalp-20260122T101000Z-0001.json') },
    ]);
    expect(await bench.files.find(FIRST)).toEqual(bench.model.artifact);
    const [update, ...more] = bench.events('CALIBRATION.UPDATE');
    expect(more).toEqual([]);
    expect(update!.details).toMatchObject({
      from: 'sigmoid@1',
      to: FIRST,
      kind: 'platt',
      n: 419,
      held_out: 180,
      purged: 1,
      kept: false,
      reason: 'better',
      file: 'wisescalp-20260122T101000Z-0001.json',
    });
    const { brier_before, brier_after, ece_before, ece_after } = update!.details as Record<string, number>;
    expect([brier_after! < brier_before!, ece_after! < ece_before!]).toEqual([true, true]);
    bench.open();
    bench.price(102);
    expect(bench.events('CALIBRATION.OUTCOME').at(-1)!.details).toMatchObject({ model: FIRST });
  });

  it('stays with the sigmoid while there are too few outcomes, and says how many it needs', async () => {
    const gate = new Gate();
    benchWith(gate);
    bench.trade(50);
    await bench.learning.refitNow();
    expect(bench.events('CALIBRATION.UPDATE').map(({ details }) => details)).toMatchObject([
      { from: 'sigmoid@1', to: 'sigmoid@1', kept: true, reason: 'too_few_samples', n: 34, needed: 100, file: null },
    ]);
    expect([gate.loaded, bench.model.id]).toEqual([[], 'sigmoid@1']);
  });

  it('that the gate refuses leaves both with the model they had', async () => {
    const gate = new Gate();
    benchWith(gate);
    bench.trade(600);
    gate.refusal = new Error('POST /overlay/apply was answered 422');
    expect(await bench.learning.refitNow()).toMatchObject({ switched: 'gate_refused' });
    expect(bench.emitted.slice(-2)).toMatchObject([
      { code: 'HEALTH.ERROR', details: { part: 'calibrator', error: 'POST /overlay/apply was answered 422' } },
      {
        code: 'CALIBRATION.UPDATE',
        details: { from: 'sigmoid@1', to: 'sigmoid@1', kept: true, reason: 'gate_refused' },
      },
    ]);
    expect(bench.model.id).toBe('sigmoid@1');
    gate.refusal = null;
    bench.nowMs += 1000;
    expect(await bench.learning.refitNow()).toMatchObject({ switched: 'switched' });
  });

  it('changes nothing where nobody lets it change the gate, but leaves the model to be loaded by hand', async () => {
    benchWith(null);
    bench.trade(600);
    expect(await bench.learning.refitNow()).toMatchObject({ switched: 'no_gate_access' });
    expect(bench.events('CALIBRATION.UPDATE')).toMatchObject([
      {
        details: {
          to: 'sigmoid@1',
          kept: true,
          reason: 'no_gate_access',
          file: 'wisescalp-20260122T101000Z-0001.json',
        },
      },
    ]);
    expect([bench.model.id, modelFiles()]).toEqual(['sigmoid@1', ['wisescalp-20260122T101000Z-0001.json']]);
  });

  it('that fails is on record, and the next one runs', async () => {
    const gate = new Gate();
    benchWith(gate);
    bench.trade(600);
    await bench.files.write({ ...artifactOf('20260122T101000Z-0001') });
    expect(await bench.learning.refitNow()).toBeNull();
    expect(bench.emitted.at(-1)).toMatchObject({ code: 'HEALTH.ERROR', details: { part: 'learning' } });
    expect([gate.loaded, bench.model.id]).toEqual([[], 'sigmoid@1']);
    bench.nowMs += 1000;
    expect(await bench.learning.refitNow()).toMatchObject({ switched: 'switched' });
  });

  it('comes after the one that is under way', async () => {
    const releases: (() => void)[] = [];
    const loaded: string[] = [];
    const slow: ModelRegistry = {
      load: ({ version }) => {
        loaded.push(version);
        return new Promise((release) => releases.push(release));
      },
    };
    benchWith(slow);
    bench.trade(600);
    const first = bench.learning.refitNow();
    const second = bench.learning.refitNow();
    while (releases.length === 0) await new Promise(setImmediate);
    expect([loaded.length, bench.model.id]).toEqual([1, 'sigmoid@1']);
    releases[0]!();
    expect(await first).toMatchObject({ switched: 'switched' });
    expect((await second)!.verdict).toMatchObject({ from: FIRST, kept: true });
  });
});

describe('the schedule', () => {
  const advanceTo = (ms: number) => bench.learning.advance(START_MS + ms);
  const updates = (): number => bench.events('CALIBRATION.UPDATE').length;

  it('follows the market, from its first moment on', async () => {
    benchWith(new Gate(), { config: { intervalS: 60 } });
    expect([advanceTo(0), advanceTo(59_999)]).toEqual([undefined, undefined]);
    await advanceTo(61_000);
    expect(updates()).toBe(1);
    expect(advanceTo(119_000)).toBeUndefined();
    await advanceTo(120_500);
    expect(updates()).toBe(2);
  });

  it('makes one of those that a pause has left out', async () => {
    benchWith(new Gate(), { config: { intervalS: 60 } });
    void advanceTo(0);
    await advanceTo(1_000_000);
    expect([updates(), advanceTo(1_001_500)]).toEqual([1, undefined]);
    await advanceTo(1_020_000);
    expect(updates()).toBe(2);
  });

  it('has nothing to do when learning is off; outcomes are on record all the same', async () => {
    benchWith(new Gate(), { config: { enabled: false, intervalS: 60 } });
    bench.trade(1);
    expect([advanceTo(0), advanceTo(1_000_000), updates(), bench.learning.outcomes]).toEqual([
      undefined,
      undefined,
      0,
      1,
    ]);
  });
});

describe('what the gate answers', () => {
  const settled = () => bench.learning.close();

  it('is nothing to speak of while it names the same model', async () => {
    benchWith(new Gate());
    bench.learning.answered('sigmoid@1', bench.nowMs);
    await settled();
    expect(bench.emitted).toEqual([]);
  });

  it('with an earlier model of the run makes the runner follow, and the model before as well', async () => {
    benchWith(new Gate());
    bench.trade(600);
    await bench.learning.refitNow();
    bench.nowMs += 1000;
    bench.learning.answered('sigmoid@1', bench.nowMs);
    await settled();
    expect(bench.model.id).toBe('sigmoid@1');
    expect(bench.emitted.at(-1)).toMatchObject({
      code: 'CALIBRATION.UPDATE',
      details: { from: FIRST, to: 'sigmoid@1', kept: false, reason: 'followed_gate' },
    });
    bench.nowMs += 1000;
    bench.learning.answered(FIRST, bench.nowMs);
    await settled();
    expect(bench.model.id).toBe(FIRST);
  });

  it('with the model the run began with makes the runner follow', async () => {
    const first = artifactOf('7', 'by-hand');
    benchWith(new Gate(), { artifact: first });
    bench.model.switchTo(artifactOf('8'));
    bench.learning.answered('by-hand@7', bench.nowMs);
    await settled();
    expect(bench.model.artifact).toEqual(first);
  });

  it('to a question from before a switch proves nothing', async () => {
    benchWith(new Gate());
    bench.trade(600);
    await bench.learning.refitNow();
    for (const askedMs of [bench.nowMs - 5, bench.nowMs]) bench.learning.answered('sigmoid@1', askedMs);
    await settled();
    expect(bench.model.id).toBe(FIRST);
  });

  it('with a model nobody here knows is on record once, and its end too', async () => {
    benchWith(new Gate());
    for (let i = 0; i < 3; i++) bench.learning.answered('by-hand@9', bench.nowMs + i);
    await settled();
    bench.learning.answered('by-hand@9', bench.nowMs + 4);
    await settled();
    bench.learning.answered('sigmoid@1', bench.nowMs + 5);
    expect(bench.emitted).toEqual([
      {
        code: 'HEALTH.ERROR',
        details: {
          part: 'calibrator',
          error: 'the gate judges by by-hand@9, the runner by sigmoid@1, and has no file of the other',
        },
        fields: undefined,
      },
      { code: 'HEALTH.RECOVERY', details: { part: 'calibrator', model: 'sigmoid@1' }, fields: undefined },
    ]);
    expect(bench.model.id).toBe('sigmoid@1');
  });

  it('after the gate took a model whose answer got lost makes the runner follow', async () => {
    const gate = new Gate();
    benchWith(gate);
    bench.trade(600);
    gate.refusal = new Error('no answer within 5000 ms');
    await bench.learning.refitNow();
    bench.learning.answered(FIRST, bench.nowMs + 1);
    await settled();
    expect(bench.model.id).toBe(FIRST);
  });

  it.each(['', '@', 'a@../../b', '../x@1', 'a/b@1'])('with the name %p opens no file', async (name) => {
    benchWith(new Gate());
    bench.learning.answered(name, bench.nowMs);
    await settled();
    expect(bench.emitted).toMatchObject([{ code: 'HEALTH.ERROR', details: { part: 'calibrator' } }]);
  });
});

describe('a run', () => {
  it('is the same again', async () => {
    const once = async () => {
      benchWith(new Gate(), { config: { intervalS: 120 } });
      for (let i = 0; i < 1500; i += 60) {
        bench.trade(60);
        await bench.learning.advance(bench.nowMs);
      }
      return { emitted: bench.emitted, files: modelFiles() };
    };
    const first = await once();
    rmSync(bench.folder, { recursive: true });
    expect(first.emitted.some(({ details }) => details['reason'] === 'better')).toBe(true);
    expect(await once()).toEqual(first);
  });
});
