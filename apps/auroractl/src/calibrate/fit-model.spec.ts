import { CALIBRATOR_ARTIFACT_SCHEMA, loadCalibrator, type OutcomeSample } from '@aurora/calibration';
import { Ajv } from 'ajv';
import { Finding } from '../cli/failures';
import { fitModel, type FitRequest } from './fit-model';
import { outcomes, START_MS, timed } from './outcomes.fixture';

const REQUEST: FitRequest = { kind: 'platt', name: 'm', nowMs: START_MS, untilMs: null, holdout: 0.3, bins: 10 };
const fit = (samples: readonly OutcomeSample[], request: Partial<FitRequest> = {}) =>
  fitModel(timed(samples), { ...REQUEST, ...request });
const flipped = (sample: OutcomeSample): OutcomeSample => ({
  ...sample,
  label: sample.label === 1 ? 0 : 1,
  outcome: sample.label === 1 ? 'stop' : 'target',
});

describe.each(['platt', 'isotonic', 'auto'] as const)('%s', (kind) => {
  it.each([1, 2, 3, 4, 5])(
    'finds the truth behind outcomes of seed %p: the error on what was held out falls',
    (seed) => {
      const { artifact, report } = fit(outcomes(6000, seed), { kind });
      const { before, after, better, n } = report.held_out;
      // The sigmoid promises about 0.25 too much.
      expect(before.ece).toBeGreaterThan(0.18);
      expect(after.ece).toBeLessThan(0.05);
      expect([better, after.brier < before.brier, after.log_loss < before.log_loss, n]).toEqual([
        true,
        true,
        true,
        1800,
      ]);
      const model = loadCalibrator(JSON.parse(JSON.stringify(artifact)));
      for (const score of [-0.5, 0, 0.5])
        expect(Math.abs(model.predict(score) - 1 / (1 + Math.exp(1 - score)))).toBeLessThan(0.06);
    },
  );
});

describe('what is held out', () => {
  it.each(['platt', 'isotonic', 'temperature', 'auto'] as const)(
    'has no say in a fit of kind %s, nor in the choice',
    (kind) => {
      const samples = outcomes(3000, 7, { slope: 6, intercept: 0 });
      const plain = fit(samples, { kind });
      const cutMs = plain.report.cut_ms!;
      // What opens after the cut is told the other way round; what lives across it as well.
      const planted = fit(
        samples.map((sample) => (sample.closedMs > cutMs ? flipped(sample) : sample)),
        { kind },
      );
      const { held_out: _, ...one } = plain.artifact;
      const { held_out: __, ...other } = planted.artifact;
      expect(other).toEqual(one);
      expect(planted.report.candidates).toEqual(plain.report.candidates);
      expect(planted.report.held_out.after.brier).toBeGreaterThan(plain.report.held_out.after.brier);
      expect([plain.report.held_out.better, planted.report.held_out.better]).toEqual([true, false]);
    },
  );

  it('lies after the fit, with nothing across the cut in either', () => {
    const samples = outcomes(1000, 3);
    const { artifact, report } = fit(samples);
    const cutMs = report.cut_ms!;
    expect(artifact.fitted.to_ms!).toBeLessThanOrEqual(cutMs);
    expect(artifact.held_out!.from_ms).toBeGreaterThan(cutMs);
    const across = samples.filter(({ openedMs, closedMs }) => openedMs <= cutMs && closedMs > cutMs).length;
    expect([report.purged, report.fitted.n + report.purged + report.held_out.n]).toEqual([across, 1000]);
    expect(across).toBeGreaterThan(0);
  });

  it('begins behind the moment that was given', () => {
    const samples = outcomes(1000, 3);
    const untilMs = START_MS + 400_500;
    const { report } = fit(samples, { untilMs });
    expect([report.cut_ms, report.held_out.n]).toEqual([untilMs, 599]);
    expect(report.fitted.n).toBe(samples.filter(({ closedMs }) => closedMs <= untilMs).length);
  });
});

it('writes an artifact that passes its schema and states the scores on what was held out', () => {
  const { artifact, report } = fit(outcomes(1000, 9));
  const validate = new Ajv({ discriminator: true }).compile(CALIBRATOR_ARTIFACT_SCHEMA);
  expect([validate(artifact), validate.errors]).toEqual([true, null]);
  const { n, from_ms, to_ms, after } = report.held_out;
  expect(artifact.held_out).toEqual({ n, from_ms, to_ms, ...after });
  expect(report.model).toBe('m@20260122T100000Z-0001');
});

it('holds rows without times out by their order, and says nothing of when they were', () => {
  const samples = outcomes(1000, 9).map((sample, i) => ({ ...sample, openedMs: i, closedMs: i }));
  const { artifact, report } = fitModel({ ...timed(samples), isTimed: false }, REQUEST);
  expect([report.cut_ms, report.fitted.from_ms, report.held_out.to_ms, report.held_out.n]).toEqual([
    null,
    null,
    null,
    300,
  ]);
  expect([artifact.held_out, artifact.fitted.from_ms]).toEqual([undefined, undefined]);
});

describe('is refused', () => {
  /** Outcomes that close as they open, so that a cut leaves exactly as many before it. */
  const instant = (n: number) => outcomes(n, 5).map((sample) => ({ ...sample, closedMs: sample.openedMs }));
  const cutAfter = (n: number) => ({ untilMs: START_MS + (n - 1) * 1000 });

  it.each([
    ['platt', 100],
    ['temperature', 100],
    ['auto', 100],
    ['isotonic', 1000],
  ] as const)('of kind %s with fewer than %p outcomes, and not with as many', (kind, least) => {
    // Scores that tell: a temperature exists.
    const samples = (n: number) =>
      outcomes(n, 5, { slope: 3, intercept: 0 }).map((sample) => ({ ...sample, closedMs: sample.openedMs }));
    expect(fit(samples(least + 30), { kind, ...cutAfter(least) }).report.fitted.n).toBe(least);
    expect(() => fit(samples(least + 30), { kind, ...cutAfter(least - 1) })).toThrow(
      new RegExp(`needs ${least}; the cut .* leaves ${least - 1} for the fit and 31 held out`),
    );
  });

  it('with fewer than 30 outcomes to judge by, and not with as many', () => {
    expect(fit(instant(230), cutAfter(200)).report.held_out.n).toBe(30);
    expect(() => fit(instant(229), cutAfter(200))).toThrow(/30 are needed; .* 29 held out/);
  });

  it('without any outcome', () => {
    expect(() => fit([])).toThrow(Finding);
  });

  it.each([0, 1] as const)('when all outcomes of a part are %p', (label) => {
    const outcome = label === 1 ? 'target' : 'stop';
    const same = instant(300).map((sample) => ({ ...sample, label, outcome }) as const);
    expect(() => fit(same)).toThrow(`all 210 outcomes of the fit are ${label}`);
    const late = instant(300).map((sample, i) => (i < 210 ? sample : { ...sample, label, outcome }) as OutcomeSample);
    expect(() => fit(late)).toThrow(`all 90 outcomes held out are ${label}`);
  });

  it.each(['platt', 'temperature'] as const)('of kind %s when outcomes fall with the score', (kind) => {
    const falling = outcomes(1000, 5, { slope: -3, intercept: 0 });
    expect(() => fit(falling, { kind })).toThrow(
      /platt cannot be fitted: outcomes fall|temperature cannot be fitted: no temperature/,
    );
    expect(() => fit(falling, { kind: 'auto' })).toThrow('nothing can be fitted: platt:');
  });
});
