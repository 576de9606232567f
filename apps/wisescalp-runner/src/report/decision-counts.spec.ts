import type { GateVerdict } from '@aurora/gate-client';
import type { WantedOrder } from '../orders/wanted-order';
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
  const about = { symbol: 'BTCUSDT', side: 'buy', qty: 1, reduceOnly: false, clientOrderId: 'c', slipBps: 0 } as const;
  const order: WantedOrder = { ...about, purpose: 'open', type: 'market' };
  const denied: GateVerdict = {
    source: 'gate',
    allow: false,
    maxQty: 0,
    riskScale: 1,
    cooldownMs: 0,
    hardGate: false,
    reason: 'spread_bps_too_wide:90.0',
    decisionId: 'd',
  };
  for (let i = 0; i < 9; i++) counts.add(SIGNAL, order, { ...denied, decisionId: `d${i}` });
  counts.add(SIGNAL, order, { ...denied, allow: true, reason: 'ok' });
  counts.add(SIGNAL, { ...order, reduceOnly: true }, { ...denied, allow: true, reason: 'ok' });
  counts.add(SIGNAL, order, { ...denied, reason: 'gate_timeout', source: 'fail_closed', decisionId: null });
  expect([...counts.denied]).toEqual([
    ['spread_bps_too_wide', 9],
    ['gate_timeout', 1],
  ]);
  expect([counts.decisions, counts.allowed]).toEqual([12, { open: 1, exit: 1 }]);
  expect([...counts.sources]).toEqual([
    ['gate', 11],
    ['fail_closed', 1],
  ]);
  expect(counts.last).toHaveLength(8);
  expect(counts.last.at(-1)).toMatchObject({ reason: 'gate_timeout', allow: false, decision_id: null });
});
