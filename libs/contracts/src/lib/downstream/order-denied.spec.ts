import { decisionFinalProblems, orderDeniedProblems } from '@aurora/events';
import { ALL_SHAPES } from '../openapi/all-shapes';
import { exampleOf } from '../openapi/example-of';
import type { PretradeCheckAnswer } from '../pretrade/pretrade-answer.dto';
import { schemasOf } from '../shape/shape';
import { toDecisionFinal } from './decision-final';
import { apiOrderToDenied, orderDeniedToAnswer } from './order-denied';

const AT = '2025-11-22T08:26:40.000Z';
const EXAMPLE = exampleOf('PretradeCheckAnswer', schemasOf(ALL_SHAPES)) as unknown as PretradeCheckAnswer;
const ORDER = { symbol: 'BTC/USDT', side: 'Sell', qty: 0.5, client_order_id: '' };
const denying = (reason: string): PretradeCheckAnswer => ({
  ...EXAMPLE,
  allow: false,
  decision_id: 'd-1',
  reason,
  observability: { ...EXAMPLE.observability, gate_state: 'BLOCK', reasons: [reason, 'sprt_continue'] },
});

describe('apiOrderToDenied', () => {
  it('writes who, what, why and the whole observability', () => {
    const answer = denying('spread_bps_too_wide:91.2');
    const record = apiOrderToDenied(ORDER, answer, AT);
    expect(record).toMatchObject({
      ts_iso: AT,
      decision_id: 'd-1',
      order_id: 'deny::d-1',
      symbol: 'BTCUSDT',
      side: 'sell',
      qty: 0.5,
      client_order_id: '',
      exchange_order_id: null,
      gate_code: 'spread_bps_too_wide',
      gate_detail: { reason: 'spread_bps_too_wide:91.2', reasons: ['spread_bps_too_wide:91.2', 'sprt_continue'] },
      reason_normalized: { code: 'spread_bps_too_wide', class: 'spread' },
    });
    expect(record.snapshot).toBe(answer.observability);
    expect(orderDeniedProblems(record)).toEqual([]);
  });

  it.each([
    ['missing_input:latency_ms', 'missing_input'],
    ['guard_error:sprt', 'guard_error'],
    ['TRADING.HALTED', 'TRADING.HALTED'],
    ['latency_halt', 'latency_halt'],
  ])('the code of %s is %s', (reason, code) => {
    expect(apiOrderToDenied(ORDER, denying(reason), AT).gate_code).toBe(code);
  });

  it('tells the answer back', () => {
    const { allow, max_qty, reason, decision_id, observability } = { ...denying('latency_guard'), max_qty: 0 };
    expect(orderDeniedToAnswer(apiOrderToDenied(ORDER, denying('latency_guard'), AT))).toStrictEqual({
      allow,
      max_qty,
      reason,
      decision_id,
      observability,
    });
  });
});

describe('toDecisionFinal', () => {
  it('writes what was wanted and why', () => {
    const record = toDecisionFinal({ order: ORDER, market: { score: 0, obi_sign: 1 } }, denying('latency_guard'), AT);
    expect(record).toStrictEqual({
      ts_iso: AT,
      decision_id: 'd-1',
      symbol: 'BTCUSDT',
      side: 'sell',
      score: 0,
      signals: { obi_sign: 1, tfi_sign: null, mode_regime: null, a_bps: null, b_bps: null, p_tp: 0.77, e_pi_bps: 7.4 },
      intent: 'open',
    });
    expect(decisionFinalProblems(record)).toEqual([]);
  });

  it('calls a reducing order an exit, and says null where nothing was said', () => {
    const record = toDecisionFinal({ order: { ...ORDER, reduce_only: true } }, denying('latency_halt'), AT);
    expect(record).toMatchObject({ intent: 'exit', score: null });
  });
});
