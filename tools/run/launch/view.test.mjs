import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { liveTable, perSecond, plainLine, summaryText } from './view.mjs';

describe('the screen', () => {
  const stats = {
    ...{ type: 'stats', elapsed_ms: 61_000, frames: 1500, parse_errors: 1, mismatches: 2, gaps: 0, crossings: 0 },
    ...{ signals: 40, reward_gate: { allow: 30, deny: 10 }, parent_gate: { allow: 3, deny: 7 } },
    ...{ decisions: 30, allow: 20, allow_open: 12, allow_exit: 8, verdicts: { gate: 28, fail_closed: 2 } },
    deny: { trap_guard: 3, expected_return_gate: 7 },
    tick_to_decision_ms: { p50: 0.512, p99: 2.5 },
    ...{ orders: 21, fills: 20, open_orders: 1, open_positions: 1, closed_trades: 9, pnl_usdt: -1.25 },
    ...{ model: 'sigmoid@0', rss_mb: 140 },
    last: [
      {
        symbol: 'BTCUSDT',
        side: 'buy',
        kind: 'open',
        score: 0.5,
        p: 0.7,
        allow: false,
        reason: 'trap_guard',
        max_qty: 0,
      },
    ],
  };
  const before = { elapsed_ms: 60_000, decisions: 25, frames: 1200 };
  const status = { clients: 1, frames_sent: 2000, faults: { stall: 2, gap: 0 }, order_requests: 0 };
  const scene = {
    gate: 'http://127.0.0.1:1',
    metrics: 'http://127.0.0.1:3/metrics',
    venue: { url: 'http://127.0.0.1:2', framesPerS: 310.4, status },
  };

  test('counts what came each second between two statistics', () => {
    assert.equal(perSecond('decisions', stats, before), 5);
    assert.equal(perSecond('decisions', { elapsed_ms: 2000, decisions: 3 }, undefined), 1.5);
    assert.equal(perSecond('frames', { elapsed_ms: 0, frames: 0 }, undefined), 0);
  });

  test('has one plain line without a terminal', () => {
    assert.equal(
      plainLine(stats, before, scene),
      '00:01:01 | 300 frames/s | faults: stall 2 | 40 signals | net reward 30 pass, 10 blocked; parent gate 3 pass, 7 denied | ' +
        '30 decided | 20 allowed | 10 denied | expected_return_gate 7 | trap_guard 3 | 20 fills | 1 open | PnL -1.25 USDT | ' +
        'p50 0.51 ms  p99 2.50 ms',
    );
  });

  test('shows numbers and the latest decisions in a table, and a summary at the end', () => {
    const table = liveTable(stats, before, scene, { folder: 'logs/x' });
    for (const text of ['00:01:01', 'expected_return_gate 7', 'p99 2.50 ms', 'BTCUSDT', 'logs/x', 'fail_closed 2'])
      assert.ok(table.includes(text), text);
    for (const text of ['310 frames/s, 1 client', 'faults: stall 2', 'parent gate 3 pass, 7 denied', 'sigmoid@0'])
      assert.ok(table.includes(text), text);
    assert.match(
      summaryText(stats, scene, 'logs/x'),
      /30, 20 allowed, 10 denied.*order requests: 0\nsession: logs\/x$/s,
    );
    assert.match(summaryText({ ...stats, tick_to_decision_ms: null }, {}, 'logs/x'), /not measured yet/);
    assert.match(summaryText(undefined, {}, 'logs/x'), /stopped before/);
  });

  test('fits on a screen of 24 lines, however many decisions there were', () => {
    const many = { ...stats, last: Array.from({ length: 8 }, () => stats.last[0]) };
    const lines = (rows) => liveTable(many, before, scene, { folder: 'logs/x', rows }).split('\n').length;
    assert.ok(lines(24) < 24, `${lines(24)} lines`);
    assert.ok(lines(40) > lines(24));
    assert.ok(lines(10) >= 19);
  });

  test('says that there is no exchange', () => {
    assert.match(liveTable(stats, before, { gate: 'http://127.0.0.1:1' }, { folder: 'logs/x' }), /none: the recording/);
  });
});
