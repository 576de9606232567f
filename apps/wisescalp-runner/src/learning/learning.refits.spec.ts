import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
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
