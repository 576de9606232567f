import { classifyPosttrade, isClose } from './classify-posttrade';
import type { PosttradeRequest } from './posttrade-request.dto';

const rows: readonly (readonly [PosttradeRequest, string, string])[] = [
  [{ status: 'filled' }, 'success', 'ORDER.FILL'],
  [{ status: 'FILLED' }, 'success', 'ORDER.FILL'],
  [{ status: 'closed' }, 'success', 'ORDER.FILL'],
  [{ status: 'partially_filled' }, 'success', 'ORDER.PARTIAL'],
  [{ status: 'Partially Filled' }, 'success', 'ORDER.PARTIAL'],
  [{ status: 'partial' }, 'success', 'ORDER.PARTIAL'],
  [{ status: 'filled', filled: 0.5, qty: 1 }, 'success', 'ORDER.PARTIAL'],
  [{ status: 'partial', filled: 1, qty: 1 }, 'success', 'ORDER.FILL'],
  [{ status: 'open', filled: 0.5, amount: 1 }, 'success', 'ORDER.PARTIAL'],
  [{ status: 'open', filled: 1, amount: 1 }, 'success', 'ORDER.FILL'],
  [{ status: 'canceled', filled: 0.5, qty: 1 }, 'success', 'ORDER.PARTIAL'],
  [{ filled: 0.5 }, 'success', 'ORDER.PARTIAL'],
  [{ status: 'filled', filled: 0.5 }, 'success', 'ORDER.FILL'],
  [{ status: 'closed', filled_pct: 0.99 }, 'success', 'ORDER.PARTIAL'],
  [{ status: 'partial', filled_pct: 1 }, 'success', 'ORDER.FILL'],
  [{ status: 'canceled', filled: 0, qty: 1 }, 'other', 'ORDER.CANCEL'],
  [{ status: 'cancelled' }, 'other', 'ORDER.CANCEL'],
  [{ status: 'pending_cancel' }, 'other', 'ORDER.CANCEL.REQUEST'],
  [{ status: 'new' }, 'other', 'ORDER.ACK'],
  [{ status: 'open', filled: 0 }, 'other', 'ORDER.ACK'],
  [{ status: 'submitted' }, 'other', 'ORDER.SUBMIT'],
  [{ status: 'EXPIRED' }, 'other', 'ORDER.EXPIRE'],
  [{ status: 'rejected' }, 'other', 'ORDER.REJECT'],
  [{ status: 'constructor' }, 'other', 'ORDER.STATUS'],
  [{ status: '' }, 'other', 'ORDER.STATUS'],
  [{ order_id: '1' }, 'other', 'ORDER.STATUS'],
  [{ error: 'insufficient margin' }, 'failed', 'ORDER.REJECT'],
  [{ error: { code: -2019 } }, 'failed', 'ORDER.REJECT'],
  [{ error: true }, 'failed', 'ORDER.REJECT'],
  [{ error: '' }, 'failed', 'ORDER.REJECT'],
  [{ error_code: 0 }, 'failed', 'ORDER.REJECT'],
  [{ error_code: -2019, status: 'filled', filled: 1, qty: 1 }, 'failed', 'ORDER.REJECT'],
  [{ error_msg: 'x' }, 'failed', 'ORDER.REJECT'],
  [{ status: 'filled', error: null, error_code: null, error_msg: null }, 'success', 'ORDER.FILL'],
  [{ status: 'filled', error: false }, 'success', 'ORDER.FILL'],
];

describe('classifyPosttrade', () => {
  it.each(rows)('%j is %s, %s', (body, kind, eventCode) => {
    expect(classifyPosttrade(body)).toEqual({ kind, eventCode });
  });
});

describe('isClose', () => {
  it.each<[PosttradeRequest, boolean]>([
    [{}, false],
    [{ action: 'open' }, false],
    [{ action: 'close' }, true],
    [{ action: ' CLOSE ' }, true],
    [{ close: true }, true],
    [{ close: false }, false],
    [{ close: null, reduceOnly: null }, false],
    [{ reduceOnly: true }, true],
    [{ reduce_only: true }, true],
    [{ reduce_only: false, action: 'close' }, true],
  ])('%j: %s', (body, close) => {
    expect(isClose(body)).toBe(close);
  });
});
