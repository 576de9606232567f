import { resolveConfig } from '../aurora-config';

const yaml = (...lines: readonly string[]) => ({ text: lines.join('\n'), file: 'c.yaml' });

describe('the drawdown of the day', () => {
  it.each([
    ['', {}, 100, 10],
    ['gates: { daily_dd_limit_pct: -4 }', {}, 4, -4],
    ['guards: { daily_dd_limit_pct: 4 }\nrisk: { dd_day_pct: 3 }', {}, 3, 4],
    ['risk: { dd_day_pct: 3 }', { AURORA_DD_DAY_PCT: '2' }, 2, 10],
  ])('%p with %p', (text, env, risk, governance) => {
    const { config } = resolveConfig({ yaml: yaml(text), env });
    expect([config.risk.ddDayPct, config.guards.dailyDdLimitPct]).toEqual([risk, governance]);
  });
});
