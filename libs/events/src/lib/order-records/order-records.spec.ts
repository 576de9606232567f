import { normaliseExchangeError } from './normalise-exchange-error';
import { GATE_REASONS, gateCode, normaliseGateReason } from './normalise-gate-reason';
import {
  decisionFinalProblems,
  orderDeniedProblems,
  orderFailedProblems,
  orderSuccessProblems,
} from './order-record-schemas';
import {
  deniedOrderId,
  type DecisionFinal,
  type OrderDenied,
  type OrderFailed,
  type OrderRecordBase,
  type OrderSuccess,
} from './order-records';

const base: OrderRecordBase = {
  ts_iso: '2026-01-01T00:00:00.000Z',
  decision_id: 'd-1',
  order_id: '1',
  symbol: 'BTCUSDT',
  side: 'buy',
  qty: 0,
  client_order_id: 'c-1',
  exchange_order_id: null,
};
const denied: OrderDenied = {
  ...base,
  decision_id: 'd-1',
  order_id: deniedOrderId('d-1'),
  gate_code: 'spread_bps_too_wide',
  gate_detail: { reason: 'spread_bps_too_wide:91.2', reasons: ['spread_bps_too_wide:91.2'] },
  snapshot: { gate_state: 'BLOCK' },
  reason_normalized: normaliseGateReason('spread_bps_too_wide:91.2'),
};
const success: OrderSuccess = { ...base, avg_price: null, fees: 0, filled_pct: 1, exchange_ts: 1767225600000 };
const failed: OrderFailed = {
  ...base,
  error_code: '-2019',
  error_msg: null,
  attempts: 1,
  final_status: 'rejected',
  reason_normalized: normaliseExchangeError('-2019', null),
};
const decision: DecisionFinal = {
  ts_iso: '2026-01-01T00:00:00.000Z',
  decision_id: 'd-1',
  symbol: 'BTCUSDT',
  side: null,
  score: 0.5,
  signals: {},
  intent: 'open',
};

describe('schemas of the order records', () => {
  it.each([
    ['OrderDenied', orderDeniedProblems, denied],
    ['OrderSuccess', orderSuccessProblems, success],
    ['OrderFailed', orderFailedProblems, failed],
    ['DecisionFinal', decisionFinalProblems, decision],
  ] as const)('accept an %s, and none that misses a field or has one more', (_name, problems, record) => {
    expect(problems(record)).toEqual([]);
    for (const key of Object.keys(record)) {
      expect(problems({ ...record, [key]: undefined }).join()).toContain(key);
    }
    expect(problems({ ...record, more: 1 })).toEqual(['must NOT have additional properties: more']);
  });

  it.each([
    [orderDeniedProblems({ ...denied, order_id: 'd-1' }), 'order_id must match pattern'],
    [orderDeniedProblems({ ...denied, gate_code: 'spread_bps_too_wide:91.2' }), 'gate_code must match pattern'],
    [orderDeniedProblems({ ...denied, side: 'BUY' }), 'side must be equal'],
    [orderFailedProblems({ ...failed, attempts: 0 }), 'attempts must be >= 1'],
    [orderFailedProblems({ ...failed, order_id: 17 }), 'order_id must be string,null'],
    [orderSuccessProblems({ ...success, ts_iso: '2026-01-01' }), 'ts_iso must match pattern'],
    [orderSuccessProblems({ ...success, filled_pct: -0.1 }), 'filled_pct must be >= 0'],
  ])('refuse what a reader could not use: %#', (problems, message) => {
    expect(problems.join()).toContain(message);
  });
});

describe('normaliseGateReason', () => {
  it.each([
    ['spread_bps_too_wide:91.2', 'spread_bps_too_wide', 'spread', 'soft', 'wait'],
    ['missing_input:latency_ms', 'missing_input', 'input', 'hard', 'amend'],
    ['guard_error:trap', 'guard_error', 'system', 'hard', 'operator'],
    ['RISK.DENY.CVAR', 'RISK.DENY.CVAR', 'governance', 'hard', 'operator'],
    ['risk_new_cap:3', 'risk_new_cap', 'risk', 'hard', 'operator'],
    ['never_heard_of', 'never_heard_of', 'unknown', 'hard', 'operator'],
    ['', '', 'unknown', 'hard', 'operator'],
  ])('reads %p', (reason, code, reasonClass, severity, action) => {
    expect(normaliseGateReason(reason)).toEqual({ code, class: reasonClass, severity, action });
    expect(gateCode(reason)).toBe(code);
  });

  it('has every code once and without numbers', () => {
    const codes = GATE_REASONS.map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
    expect(codes.filter((code) => /[:0-9]/.test(code))).toEqual([]);
  });
});
