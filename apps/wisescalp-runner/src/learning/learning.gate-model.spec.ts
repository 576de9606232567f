import { rmSync } from 'node:fs';
import { artifactOf, Bench, Gate } from './learning.fixture';

let bench: Bench;
const benchWith = (...of: ConstructorParameters<typeof Bench>): Bench => (bench = new Bench(...of));
afterEach(async () => {
  await bench.learning.close();
  rmSync(bench.folder, { recursive: true });
});
const FIRST = 'wisescalp@20260122T101000Z-0001';

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
