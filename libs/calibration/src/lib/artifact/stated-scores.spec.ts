import type { CalibratorArtifact } from './calibrator-artifact';
import { CalibratorArtifactError, loadCalibrator } from './load-calibrator';
import { statedScores } from './stated-scores';

const HELD_OUT = { n: 40, from_ms: 3, to_ms: 4, brier: 0.24, ece: 0.04, log_loss: 0.6 };
const ARTIFACT: CalibratorArtifact = {
  schema: 'aurora-calibrator',
  schema_version: 1,
  name: 'btc',
  version: '7',
  kind: 'platt',
  a: 1,
  b: 0,
  fitted: { n: 100, brier: 0.2, ece: 0.01 },
};

describe('the scores an artifact states', () => {
  it.each<[string, CalibratorArtifact, object]>([
    ['on outcomes it never saw', { ...ARTIFACT, held_out: HELD_OUT }, { ece: 0.04, brier: 0.24, heldOut: 40 }],
    ['on those it was fitted on', ARTIFACT, { ece: 0.01, brier: 0.2, heldOut: null }],
    ['none', { ...ARTIFACT, fitted: { n: 1 } }, { ece: null, brier: null, heldOut: null }],
  ])('are %s', (_, artifact, expected) => {
    expect(loadCalibrator(artifact).version).toBe('7');
    expect(statedScores(artifact)).toEqual(expected);
  });

  it.each([
    [{ ...HELD_OUT, n: 0 }],
    [{ ...HELD_OUT, ece: 1.1 }],
    [{ ...HELD_OUT, brier: NaN }],
    [{ ...HELD_OUT, log_loss: -1 }],
    [{ ...HELD_OUT, more: 1 }],
    [{ n: 40 }],
    [null],
  ])('cannot be %j', (heldOut) =>
    expect(() => loadCalibrator({ ...ARTIFACT, held_out: heldOut })).toThrow(CalibratorArtifactError),
  );
});
