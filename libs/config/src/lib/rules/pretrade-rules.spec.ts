import { resolveConfig } from '../aurora-config';
import { problemsOf } from '../load/small-definition.fixture';

const yaml = (...lines: readonly string[]) => ({ text: lines.join('\n'), file: 'c.yaml' });

describe('the order of guards', () => {
  const order = (...ids: string[]) => `pretrade: { order: [${ids.join(', ')}] }`;

  it.each([
    ['unknown', order('latency', 'latncy'), 'pretrade.order.1'],
    ['repeated', order('latency', 'latency'), 'pretrade.order'],
  ])('takes no %s name', (_, text, path) => {
    expect(problemsOf(() => resolveConfig({ yaml: yaml(text) })).map((problem) => problem.path)).toEqual([path]);
  });

  it('that is written down says the profile', () => {
    const { config, provenance } = resolveConfig({ yaml: yaml(order('slippage', 'latency', 'expected_return')) });
    expect(config.pretrade.orderProfile).toBe('slip_before_er');
    expect(provenance.get('pretrade.order_profile')).toEqual({ source: 'default', where: 'pretrade.order' });
    expect(resolveConfig({ yaml: yaml(order('slippage')) }).config.pretrade.orderProfile).toBe('er_before_slip');
  });

  it('may not contradict a profile that is written down', () => {
    const text = yaml(order('expected_return', 'slippage'));
    const [problem] = problemsOf(() =>
      resolveConfig({ yaml: text, env: { PRETRADE_ORDER_PROFILE: 'slip_before_er' } }),
    );
    expect(problem).toEqual({
      path: 'pretrade.order_profile',
      message: 'is slip_before_er, but pretrade.order (c.yaml:1:13) says er_before_slip',
      source: 'env',
      where: 'PRETRADE_ORDER_PROFILE',
    });
    const agreeing = resolveConfig({ yaml: text, env: { PRETRADE_ORDER_PROFILE: 'er_before_slip' } });
    expect(agreeing.config.pretrade.orderProfile).toBe('er_before_slip');
  });
});
