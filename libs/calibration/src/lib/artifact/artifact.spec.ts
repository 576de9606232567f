import { CalibrationFitError } from '../samples';
import { fitCalibrator } from './fit-calibrator';
import { CalibratorArtifactError, loadCalibrator, parseCalibratorArtifact } from './load-calibrator';

const head = { schema: 'aurora-calibrator', schema_version: 1, name: 'btc', version: '7', fitted: { n: 10 } };
const isotonic = { ...head, kind: 'isotonic', x: [-0.5, 0, 0.5], y: [0.2, 0.2, 0.9] };
const platt = { ...head, kind: 'platt', a: 2, b: 0.1 };

function problemsOf(json: unknown): string[] {
  try {
    parseCalibratorArtifact(json);
  } catch (error) {
    if (error instanceof CalibratorArtifactError) return error.problems.map((p) => `${p.path}: ${p.message}`);
    throw error;
  }
  return [];
}

describe('loadCalibrator', () => {
  it.each([
    [isotonic, 'isotonic', 0.25, 0.55],
    [platt, 'platt', 0, 1 / (1 + Math.exp(-0.1))],
    [{ ...head, kind: 'temperature', temperature: 2 }, 'temperature', 1, 1 / (1 + Math.exp(-1))],
  ])('loads %j', (json, kind, score, p) => {
    const calibrator = loadCalibrator(JSON.parse(JSON.stringify(json)));
    expect(calibrator).toMatchObject({ name: 'btc', version: '7', kind });
    expect(calibrator.predict(score)).toBeCloseTo(p, 12);
  });

  it.each<[unknown, string[]]>([
    [null, [': must be object']],
    [[], [': must be object']],
    ['{}', [': must be object']],
    [{}, ['kind: is missing', 'kind: must be "isotonic", "platt" or "temperature"']],
    [{ ...platt, kind: 'forest' }, ['kind: must be "isotonic", "platt" or "temperature"']],
    [{ ...platt, schema: 'other' }, ['schema: must be "aurora-calibrator"']],
    [{ ...platt, schema_version: 2 }, ['schema_version: must be 1']],
    [{ ...platt, name: '' }, ['name: must NOT have fewer than 1 characters']],
    [{ ...platt, a: -0.1 }, ['a: must be >= 0']],
    [{ ...platt, a: NaN }, ['a: must be number']],
    [{ ...platt, b: Infinity }, ['b: must be number']],
    [{ ...platt, b: '0' }, ['b: must be number']],
    [{ ...platt, slope: 1 }, ['slope: is not a known field']],
    [{ ...platt, fitted: { n: 0 } }, ['fitted.n: must be >= 1']],
    [{ ...platt, fitted: {} }, ['fitted.n: is missing']],
    [
      { ...platt, fitted: { n: 1, from_ms: 2, to_ms: 1 } },
      ['fitted.from_ms: must not be after fitted.to_ms, got 2 and 1'],
    ],
    [{ ...isotonic, x: [] }, ['x: must NOT have fewer than 1 items']],
    [{ ...isotonic, x: [-0.5, 0] }, ['y: must have 2 numbers as x, has 3']],
    [{ ...isotonic, x: [-0.5, 0.5, 0.5] }, ['x.2: must be above x.1, got 0.5']],
    [{ ...isotonic, x: [-1.5, 0, 0.5] }, ['x.0: must be >= -1']],
    [{ ...isotonic, y: [0.2, 0.1, 0.9] }, ['y.1: must not be below y.0, got 0.1']],
    [{ ...isotonic, y: [0.2, 0.3, 1.1] }, ['y.2: must be <= 1']],
    [{ ...isotonic, y: [0.2, NaN, 1] }, ['y.1: must be number']],
    [{ ...isotonic, y: [0.2, null, 1] }, ['y.1: must be number']],
    [{ ...head, kind: 'temperature', temperature: 0 }, ['temperature: must be >= 0.000001']],
  ])('refuses %j', (json, problems) => {
    expect(problemsOf(json)).toEqual(problems);
    expect(() => loadCalibrator(json)).toThrow(CalibratorArtifactError);
  });

  it('names everything that is wrong at once, and shows ten of many', () => {
    const broken = { ...platt, a: -1, b: 'x', version: undefined, fitted: { n: 1.5 } };
    expect(problemsOf(broken)).toEqual([
      'version: is missing',
      'fitted.n: must be integer',
      'a: must be >= 0',
      'b: must be number',
    ]);
    const many = { ...isotonic, x: Array(12).fill(5) };
    expect(() => loadCalibrator(many)).toThrow(/; and 2 more$/);
  });
});

describe('fitCalibrator', () => {
  const scores = [-0.9, -0.5, -0.2, 0.1, 0.4, 0.6, 0.8, 2];
  const labels = [0, 0, 1, 0, 1, 1, 0, 1];
  const base = { name: 'btc', version: '1', scores, labels };

  it.each(['isotonic', 'platt', 'temperature'] as const)('writes a %s artifact that loads', (kind) => {
    const artifact = fitCalibrator({ ...base, kind, symbol: 'BTCUSDT', fromMs: 1, toMs: 2 });
    const calibrator = loadCalibrator(JSON.parse(JSON.stringify(artifact)));
    expect(artifact).toMatchObject({ kind, symbol: 'BTCUSDT', fitted: { n: 8, from_ms: 1, to_ms: 2 } });
    const misses = scores.map((score, i) => (calibrator.predict(score) - labels[i]!) ** 2);
    expect(artifact.fitted.brier).toBeCloseTo(misses.reduce((sum, miss) => sum + miss) / 8, 12);
    expect(artifact.fitted.ece).toBeGreaterThanOrEqual(0);
  });

  it('clips scores to [−1, 1] before an isotonic fit', () => {
    expect(fitCalibrator({ ...base, kind: 'isotonic' })).toMatchObject({ x: expect.arrayContaining([1]) });
  });

  it('refuses a Platt fit that falls in the score', () => {
    const falling = { ...base, scores: scores.map((score) => -score) };
    expect(() => fitCalibrator({ ...falling, kind: 'platt' })).toThrow(CalibratorArtifactError);
    expect(() => fitCalibrator({ ...falling, kind: 'temperature' })).toThrow(CalibrationFitError);
  });

  it('refuses labels that are no outcomes', () => {
    expect(() => fitCalibrator({ ...base, kind: 'isotonic', labels: labels.map(() => 0.5) })).toThrow('labels[0]');
  });
});
