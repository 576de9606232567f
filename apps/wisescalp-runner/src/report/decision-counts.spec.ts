import { SIGNAL } from '../signal/signal.fixture';
import { DecisionCounts, reasonCode } from './decision-counts';

it.each([
  ['ok', 'ok'],
  ['spread_bps_too_wide:81.2', 'spread_bps_too_wide'],
  ['missing_input:latency_ms', 'missing_input:latency_ms'],
  ['guard_error:trap', 'guard_error:trap'],
  ['trap_guard:z=1.70', 'trap_guard'],
  ['latency_guard_exceeded:12.5>10.0', 'latency_guard_exceeded'],
  ['RISK.DENY.CVAR', 'RISK.DENY.CVAR'],
])('%s is counted as %s', (reason, code) => expect(reasonCode(reason)).toBe(code));

it('keeps counts by reason and the last eight decisions', () => {
  const counts = new DecisionCounts();
  const order = { symbol: 'BTCUSDT', side: 'buy', qty: 1, reduceOnly: false, clientOrderId: 'c', slipBps: 0 } as const;
  const answer = { allow: false, maxQty: 0, cooldownMs: 0, reason: 'spread_bps_too_wide:90.0', decisionId: 'd' };
  for (let i = 0; i < 9; i++) counts.add(SIGNAL, order, { ...answer, decisionId: `d${i}` });
  counts.add(SIGNAL, order, { ...answer, allow: true, reason: 'ok' });
  counts.add(SIGNAL, { ...order, reduceOnly: true }, { ...answer, allow: true, reason: 'ok' });
  counts.add(SIGNAL, order, undefined);
  expect([...counts.denied]).toEqual([['spread_bps_too_wide', 9]]);
  expect([counts.decisions, counts.unanswered, counts.allowed]).toEqual([11, 1, { open: 1, exit: 1 }]);
  expect(counts.last).toHaveLength(8);
  expect(counts.last.at(-1)).toMatchObject({ reason: 'no_answer', allow: false, decision_id: null });
});
