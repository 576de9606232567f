import { resolveConfig } from '../aurora-config';
import { problemsOf } from '../load/small-definition.fixture';

const yaml = (...lines: readonly string[]) => ({ text: lines.join('\n'), file: 'c.yaml' });
const withEnv = (env: Record<string, string>) => resolveConfig({ env }).config;

describe('SPRT boundaries', () => {
  const rates = { AURORA_SPRT_ALPHA: '0.05', AURORA_SPRT_BETA: '0.2' };

  it('follow the error rates', () => {
    const { config, provenance } = resolveConfig({ yaml: yaml('sprt: { A: 5 }'), env: rates });
    expect(config.sprt.A).toBeCloseTo(Math.log(0.8 / 0.05), 12);
    expect(config.sprt.B).toBeCloseTo(Math.log(0.2 / 0.95), 12);
    expect(provenance.get('sprt.A')!.where).toBe('sprt.alpha and sprt.beta');
  });

  it('that the environment sets stand, and the error rates have no say', () => {
    expect(withEnv({ ...rates, AURORA_SPRT_A: '3' }).sprt).toMatchObject({ A: 3, B: -2, alpha: null, beta: null });
    expect(withEnv({ ...rates, AURORA_SPRT_B: '-3' }).sprt).toMatchObject({ A: 2, B: -3, alpha: null, beta: null });
  });

  it.each([
    [{ AURORA_SPRT_ALPHA: '0.05' }, 'sprt.beta'],
    [{ AURORA_SPRT_BETA: '0.05' }, 'sprt.alpha'],
    [{ AURORA_SPRT_ALPHA: '0.5', AURORA_SPRT_BETA: '0.5' }, 'sprt.alpha'],
    [{ AURORA_SPRT_A: '0', AURORA_SPRT_B: '0' }, 'sprt.A'],
    [{ AURORA_SPRT_SIGMA: '0' }, 'sprt.sigma'],
  ])('%p is refused', (env, path) => {
    expect(problemsOf(() => withEnv(env)).map((problem) => problem.path)).toEqual([path]);
  });

  it('are switched off by YAML as by the environment', () => {
    expect(resolveConfig({ yaml: yaml('sprt: { enabled: false }') }).config.sprt.enabled).toBe(false);
  });
});
