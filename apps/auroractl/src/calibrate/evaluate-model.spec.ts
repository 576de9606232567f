import type { CalibratorArtifact } from '@aurora/calibration';
import { evaluateModel, type EvaluateRequest } from './evaluate-model';
import { outcomes, START_MS, timed } from './outcomes.fixture';

const REQUEST: EvaluateRequest = { fromMs: null, areUnseen: false, bins: 10 };
/** Fitted on the tenth to the hundredth second. */
const FIT = { n: 90, from_ms: START_MS + 10_000, to_ms: START_MS + 100_000 };
const model = (fitted: CalibratorArtifact['fitted']): CalibratorArtifact => ({
  schema: 'aurora-calibrator',
  schema_version: 1,
  name: 'm',
  version: '1',
  kind: 'platt',
  a: 1,
  b: -1,
  fitted,
});
const samples = outcomes(400, 1).map((sample) => ({ ...sample, closedMs: sample.openedMs }));
const later = samples.filter(({ openedMs }) => openedMs > FIT.to_ms);
const evaluate = (
  some: typeof samples,
  request: Partial<EvaluateRequest> = {},
  fitted: CalibratorArtifact['fitted'] = FIT,
) => evaluateModel(model(fitted), timed(some), { ...REQUEST, ...request });

it('judges what opened after the fit', () => {
  const { report } = evaluate(later);
  expect([report.judged.n, report.earlier, report.judged.better]).toEqual([299, 0, true]);
  expect(report.judged.after.ece).toBeLessThan(report.judged.before.ece);
});

it.each([
  ['opened in its last millisecond', FIT.to_ms, FIT.to_ms + 50, true],
  ['opened a millisecond later', FIT.to_ms + 1, FIT.to_ms + 50, false],
  ['closed in its first millisecond', FIT.from_ms - 50, FIT.from_ms, true],
  ['closed a millisecond earlier', FIT.from_ms - 50, FIT.from_ms - 1, false],
  ['opened before and closed after it', FIT.from_ms - 1, FIT.to_ms + 1, true],
])('an outcome that %s is refused or not', (_, openedMs, closedMs, isRefused) => {
  const judging = () => evaluate([...later, { ...later[0]!, openedMs, closedMs }]);
  if (isRefused) expect(judging).toThrow('1 of 300 outcomes lie in the stretch m@1 was fitted on');
  else expect(judging().report.judged.n).toBe(300);
});

it('says from when on outcomes are new, and takes them from there', () => {
  expect(() => evaluate(samples)).toThrow(/91 of 400 .* judge the 299 later ones: --from 2026-01-22T10:01:40.001Z/);
  const { report } = evaluate(samples, { fromMs: FIT.to_ms + 1 });
  expect([report.judged.n, report.earlier]).toEqual([299, 101]);
  expect(() => evaluate(samples, { fromMs: FIT.to_ms })).toThrow('1 of 300');
  expect(() => evaluate(samples.slice(0, 60))).toThrow('no later ones are here');
});

it('never takes a word for it where times show the contrary', () => {
  expect(() => evaluate(samples, { areUnseen: true })).toThrow('was fitted on');
});

it('asks somebody to say so where nothing shows that outcomes are new', () => {
  expect(() => evaluate(later, {}, { n: 90 })).toThrow(/does not say when .* say --unseen/);
  expect(evaluate(later, { areUnseen: true }, { n: 90 }).report.judged.n).toBe(299);
  const untimed = { ...timed(later), isTimed: false };
  expect(() => evaluateModel(model(FIT), untimed, REQUEST)).toThrow(
    /the rows have no time.*--time-column, or say --unseen/,
  );
  const { report } = evaluateModel(model(FIT), untimed, { ...REQUEST, areUnseen: true });
  expect([report.judged.n, report.judged.from_ms]).toEqual([299, null]);
});

it('refuses what is too little or all the same', () => {
  expect(evaluate(later.slice(0, 30)).report.judged.n).toBe(30);
  expect(() => evaluate(later.slice(0, 29))).toThrow('30 are needed, there are 29');
  expect(() => evaluate([])).toThrow('there are 0');
  expect(() => evaluate(later.map((sample) => ({ ...sample, label: 1 })))).toThrow('all 299 outcomes are 1');
});
