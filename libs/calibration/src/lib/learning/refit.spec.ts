import fc from 'fast-check';
import { calibratorOf } from '../artifact/load-calibrator';
import { SIGMOID_CALIBRATOR } from '../calibrator/calibrator';
import { calibrationScores } from './calibration-scores';
import { outcomes, START_MS, STEP_MS } from './outcome-stream.fixture';
import { refit, type RefitInput } from './refit';
import { refitDetails } from './refit-details';
import type { OutcomeSample } from './trade-outcome';

const CONFIG = { minPlatt: 100, minIsotonic: 1000, holdoutFraction: 0.3, history: 5000 };
const TOO_PROUD = { slope: 1, intercept: -1.5 };
const LATER_MS = START_MS + 1e9;
const samplesOf = (n: number, seed = 1) => outcomes(n, seed, TOO_PROUD, SIGMOID_CALIBRATOR);
const run = (samples: readonly OutcomeSample[], more: Partial<RefitInput> = {}) =>
  refit({
    samples,
    nowMs: LATER_MS,
    current: SIGMOID_CALIBRATOR,
    currentToMs: null,
    name: 'btc',
    config: CONFIG,
    ...more,
  });
/** Closed at once, so that a cut purges nothing. */
const atOnce = (samples: readonly OutcomeSample[]) =>
  samples.map((sample) => ({ ...sample, closedMs: sample.openedMs }));

describe('a refit', () => {
  it('takes over with what it was fitted on, and how it did on what it was not', () => {
    const samples = samplesOf(600);
    const verdict = run(samples);
    const { artifact, cutMs } = verdict;
    expect(verdict).toMatchObject({ kept: false, reason: 'better', from: 'sigmoid@1', needed: null });
    expect(verdict.to).toBe('btc@20260202T234640Z-0001');
    const training = samples.filter(({ closedMs }) => closedMs <= cutMs!);
    const heldOut = samples.filter(({ openedMs }) => openedMs > cutMs!);
    expect([verdict.n, verdict.heldOut, verdict.purged]).toEqual([
      training.length,
      180,
      600 - training.length - heldOut.length,
    ]);
    expect(verdict.purged).toBeGreaterThan(0);
    expect(artifact).toMatchObject({ kind: 'platt', name: 'btc', version: '20260202T234640Z-0001' });
    expect(artifact!.fitted).toMatchObject({
      n: training.length,
      from_ms: START_MS,
      to_ms: Math.max(...training.map(({ closedMs }) => closedMs)),
    });
    const scoresBy = (predict: (score: number) => number) =>
      calibrationScores(
        heldOut.map(({ score }) => predict(score)),
        heldOut.map(({ label }) => label),
      );
    const { predict } = SIGMOID_CALIBRATOR;
    expect(verdict.before).toEqual(scoresBy(predict.bind(SIGMOID_CALIBRATOR)));
    const fitted = calibratorOf(artifact!);
    expect(verdict.after).toEqual(scoresBy(fitted.predict.bind(fitted)));
    const { n, brier, ece, logLoss } = verdict.after!;
    expect(artifact!.held_out).toEqual({
      n,
      from_ms: heldOut[0]!.openedMs,
      to_ms: Math.max(...heldOut.map(({ closedMs }) => closedMs)),
      brier,
      ece,
      log_loss: logLoss,
    });
  });

  it.each([
    [0, { kept: true, reason: 'too_few_samples', n: 0, needed: 100, cutMs: null, heldOut: 0, purged: 0 }],
    [1, { kept: true, reason: 'too_few_samples', n: 1, needed: 100 }],
    [141, { kept: true, reason: 'too_few_samples', n: 99, heldOut: 42, needed: 100 }],
    [142, { kept: false, reason: 'better', n: 100, heldOut: 42, needed: null }],
  ])('of %d outcomes', (n, expected) => {
    const verdict = run(atOnce(samplesOf(n)));
    expect(verdict).toMatchObject(expected);
    if (verdict.kept) expect([verdict.to, verdict.artifact, verdict.before]).toEqual(['sigmoid@1', null, null]);
  });

  it.each([
    [29, { kept: true, reason: 'too_few_held_out', heldOut: 29, needed: 30 }],
    [30, { kept: false, reason: 'better', heldOut: 30, needed: null }],
  ])('with %d outcomes to judge by', (heldOut, expected) => {
    const samples = atOnce(samplesOf(300));
    expect(run(samples, { config: { ...CONFIG, holdoutFraction: (heldOut + 0.5) / 300 } })).toMatchObject(expected);
  });

  it.each([
    [1428, 1000, ['platt', 'isotonic']],
    [1427, 999, ['platt']],
  ])('of %d outcomes, %d of them for the fit, chooses among %j', (n, training, kinds) => {
    // A step that Platt cannot follow: below 0.5 nothing ever comes of it, above a half.
    const samples = atOnce(samplesOf(n)).map((sample, i) => ({
      ...sample,
      label: (sample.score > 0.5 && i % 2 === 0 ? 1 : 0) as 0 | 1,
    }));
    const verdict = run(samples);
    expect([verdict.n, verdict.artifact!.kind]).toEqual([training, kinds.at(-1)]);
  });

  it('says the rate of targets and nothing else where they fall with the score', () => {
    const samples = atOnce(samplesOf(600)).map((sample, i) => ({
      ...sample,
      label: (sample.score > 0.5 ? 0 : i % 2) as 0 | 1,
    }));
    const { kept, artifact, n } = run(samples);
    expect([kept, artifact]).toMatchObject([false, { kind: 'platt', a: 0 }]);
    const targets = samples.slice(0, n).filter(({ label }) => label === 1).length;
    expect(calibratorOf(artifact!).predict(0.9)).toBeCloseTo(targets / n, 2);
  });

  it('stays with Platt where isotonic is not better on what neither has seen', () => {
    expect(run(samplesOf(2000)).artifact!.kind).toBe('platt');
  });

  it.each<[string, (sample: OutcomeSample, index: number) => 0 | 1, string]>([
    ['one class only', () => 0, 'one_class'],
    ['one class only, the other', () => 1, 'one_class'],
    ['one class in the fit', (_, i) => (i < 440 ? 0 : ((i % 2) as 0 | 1)), 'one_class'],
    ['one class to judge by', (_, i) => (i < 360 ? ((i % 2) as 0 | 1) : 0), 'one_class'],
    ['what was learned turns out wrong', ({ score }, i) => (i < 420 === score > 0.5 ? 1 : 0), 'not_better'],
  ])('keeps the model in force: %s', (_, labelOf, reason) => {
    const samples = atOnce(samplesOf(600)).map((sample, i) => ({ ...sample, label: labelOf(sample, i) }));
    expect(run(samples)).toMatchObject({ kept: true, reason, from: 'sigmoid@1', to: 'sigmoid@1', artifact: null });
  });

  it('keeps the model in force when one of the three scores is not better', () => {
    // Rare targets at high p: the sigmoid is well calibrated on average, whatever the fit does to the rest.
    const first = run(samplesOf(1000)).artifact!;
    const again = run(samplesOf(1000), { current: calibratorOf(first), currentToMs: first.fitted.to_ms! });
    expect(again).toMatchObject({ kept: true, reason: 'not_better', from: `btc@${first.version}` });
    const { before, after } = again;
    expect(after!.brier < before!.brier && after!.logLoss < before!.logLoss && after!.ece <= before!.ece).toBe(false);
  });

  it('judges nothing by what the model in force has seen', () => {
    const samples = atOnce(samplesOf(600));
    const cutOf = (toMs: number) => run(samples, { currentToMs: toMs });
    const usual = run(samples).cutMs!;
    expect(cutOf(usual).cutMs).toBe(usual);
    expect(cutOf(usual - 1).cutMs).toBe(usual);
    expect(cutOf(usual + 50 * STEP_MS)).toMatchObject({ cutMs: usual + 50 * STEP_MS, n: 470, heldOut: 130 });
    expect(cutOf(LATER_MS)).toMatchObject({ kept: true, reason: 'too_few_held_out', heldOut: 0 });
  });

  it('forgets what is older than its history', () => {
    const old = samplesOf(400, 5).map((sample) => ({ ...sample, label: (1 - sample.label) as 0 | 1 }));
    const shift = 400 * STEP_MS + 120_000;
    const recent = samplesOf(600).map((sample) => ({
      ...sample,
      openedMs: sample.openedMs + shift,
      closedMs: sample.closedMs + shift,
    }));
    const config = { ...CONFIG, history: 600 };
    expect(run([...old, ...recent], { config })).toEqual(run(recent, { config }));
  });

  it('does not depend on the order in which outcomes are given', () => {
    const samples = samplesOf(600);
    const expected = run(samples);
    fc.assert(
      fc.property(fc.shuffledSubarray(samples, { minLength: 600 }), (shuffled) => {
        expect(run(shuffled)).toEqual(expected);
      }),
      { numRuns: 10 },
    );
  });

  it('says all of it in an event', () => {
    const verdict = run(samplesOf(600));
    expect(refitDetails(verdict)).toEqual({
      from: 'sigmoid@1',
      to: verdict.to,
      kind: 'platt',
      n: verdict.n,
      needed: null,
      held_out: 180,
      purged: verdict.purged,
      cut_ms: verdict.cutMs,
      ece_before: verdict.before!.ece,
      ece_after: verdict.after!.ece,
      brier_before: verdict.before!.brier,
      brier_after: verdict.after!.brier,
      log_loss_before: verdict.before!.logLoss,
      log_loss_after: verdict.after!.logLoss,
      kept: false,
      reason: 'better',
    });
    expect(refitDetails(run([]))).toMatchObject({
      from: 'sigmoid@1',
      to: 'sigmoid@1',
      kind: null,
      n: 0,
      needed: 100,
      ece_before: null,
      brier_after: null,
      kept: true,
      reason: 'too_few_samples',
    });
  });
});

describe('nothing leaks into a fit', () => {
  const SAMPLES = samplesOf(600);
  const NOW_MS = START_MS + 550 * STEP_MS;
  const verdictOf = (samples: readonly OutcomeSample[]) => run(samples, { nowMs: NOW_MS });
  const HONEST = verdictOf(SAMPLES);
  /** What the fit itself says, without how it was judged. */
  const fitOf = ({ artifact, cutMs, n }: typeof HONEST) => {
    const { held_out: _, ...fit } = artifact!;
    return { fit, cutMs, n };
  };
  /** The sure thing: whatever the score, the target. */
  const planted = (openedMs: number, closedMs: number): OutcomeSample => ({
    score: 1,
    p: 0.5,
    model: 'sigmoid@1',
    label: 1,
    outcome: 'target',
    openedMs,
    closedMs,
  });

  it('from the future: outcomes that are not known yet change not a byte', () => {
    const future = Array.from({ length: 300 }, (_, i) => planted(START_MS + i * STEP_MS, NOW_MS + 1 + i));
    expect(verdictOf([...SAMPLES, ...future])).toEqual(HONEST);
    expect(verdictOf(SAMPLES.filter(({ closedMs }) => closedMs <= NOW_MS))).toEqual(HONEST);
  });

  it('from the held-out stretch: other outcomes there leave the fit as it was', () => {
    const turned = SAMPLES.map((sample, i) =>
      sample.openedMs > HONEST.cutMs! && i % 9 === 0 ? { ...sample, label: (1 - sample.label) as 0 | 1 } : sample,
    );
    const verdict = verdictOf(turned);
    expect(fitOf(verdict)).toEqual(fitOf(HONEST));
    expect(verdict.after).not.toEqual(HONEST.after);
  });

  it('across the cut: what was opened before it and closed after it is in neither', () => {
    const cutMs = HONEST.cutMs!;
    const across = SAMPLES.filter(({ openedMs, closedMs }) => openedMs <= cutMs && closedMs > cutMs);
    expect(across.length).toBe(HONEST.purged);
    const turned = SAMPLES.map((sample) =>
      across.includes(sample) ? { ...sample, label: (1 - sample.label) as 0 | 1, score: -1 } : sample,
    );
    expect(verdictOf(turned)).toEqual(HONEST);
  });

  it('but what was known at the cut is in the fit', () => {
    const [last] = SAMPLES.filter(({ closedMs }) => closedMs <= HONEST.cutMs!).slice(-1);
    const turned = SAMPLES.map((sample) =>
      sample === last ? { ...sample, label: (1 - sample.label) as 0 | 1 } : sample,
    );
    expect(fitOf(verdictOf(turned))).not.toEqual(fitOf(HONEST));
  });
});
