// What is seen of a small session in which every promise was kept: one round trip, opened through the gate and closed.
import { Seeded } from '../../torture/machinery/seeded.mjs';
import { parseMetrics } from '../read-metrics.mjs';

const T0 = 1_700_000_000_000;
export const at = (second) => T0 + second * 1000;

const event = (code, cid, second, details, fields = {}) => ({
  code,
  atMs: at(second),
  details,
  record: { eventCode: code, cid, symbol: 'SOONUSDT', side: 'buy', qty: 2, ...fields },
});

function order(cid, purpose, second, { decisionId, pnlUsdt, filled = 2 }) {
  const submit = event('ORDER.SUBMIT', cid, second, { purpose, filled: 0 }, { decisionId });
  const ack = event('ORDER.ACK', cid, second + 0.1, { purpose, filled: 0 });
  const fill = event('ORDER.FILL', cid, second + 0.2, { purpose, filled, pnl_usdt: pnlUsdt });
  return { cid, submits: [submit], terminals: [fill], events: [submit, ack, fill] };
}

const decision = (cid, second) => ({ atMs: at(second), allow: true, maxQty: 2, reason: 'ok', cid, symbol: 'SOONUSDT' });
const report = (cid, pnlUsdt) => [{ client_order_id: cid, status: 'filled', filled: 2, pnl_usdt: pnlUsdt }];

export const METRICS = `
aurora_events_emitted_total{code="ORDER.SUBMIT"} 2
aurora_events_emitted_total{code="ORDER.ACK"} 2
aurora_events_emitted_total{code="ORDER.FILL"} 2
aurora_orders_submitted_shadow_total 2
wisescalp_orders_terminal_total{state="fill"} 2
wisescalp_gate_verdicts_total{source="gate"} 3
wisescalp_events_dropped 0
wisescalp_reports_lost_total 0
`;

const GATE_METRICS = `
aurora_events_emitted_total{code="AURORA.STARTUP.OK"} 1
aurora_events_emitted_total{code="POLICY.DECISION"} 3
aurora_events_emitted_total{code="POSTTRADE.LOG"} 2
aurora_events_emitted_total{code="ORDER.FILL"} 2
aurora_pretrade_decisions_total{decision="allow",reason_code="ok"} 2
aurora_pretrade_decisions_total{decision="deny",reason_code="trap_guard"} 1
`;

const problems = () => ({ list: [], count: 0 });
const files = (more) => ({
  orders: [],
  orders_denied: [],
  orders_success: [],
  orders_failed: [],
  problems: problems(),
  ...more,
});

function runnerLog() {
  const orders = [
    order('ws-1', 'open', 10, { decisionId: 'd-1', pnlUsdt: -0.1 }),
    order('ws-2', 'exit', 20, { decisionId: 'd-2', pnlUsdt: 1.6 }),
  ];
  const stamps = new Map();
  for (const { code, atMs } of orders.flatMap(({ events }) => events))
    stamps.set(code, [...(stamps.get(code) ?? []), atMs]);
  const parts = { edge_bps: 90, fees_bps: -10, slippage_in_bps: -2, slippage_out_bps: -3 };
  const none = { latency_bps: 0, adverse_bps: 0, impact_bps: 0, rebate_bps: 0 };
  const trip = {
    cid: 'ws-1',
    scope: 'round_trip',
    ...parts,
    ...none,
    implementation_shortfall_bps: 75,
    net_pnl_usdt: 1.5,
  };
  return {
    ...{ lines: 6, counts: new Map([...stamps].map(([code, each]) => [code, each.length])), stamps },
    signals: new Map([['ws-1', { book_age_ms: 12, book_crossed: false, book_synced: true }]]),
    verdicts: new Map([
      ['ws-1', { source: 'gate', decisionId: 'd-1' }],
      ['ws-2', { source: 'gate', decisionId: 'd-2' }],
    ]),
    ...{ orders: new Map(orders.map((each) => [each.cid, each])), tca: [trip], problems: problems() },
  };
}

function gateLog() {
  const counts = () =>
    new Map(Object.entries({ 'AURORA.STARTUP.OK': 1, 'POLICY.DECISION': 3, 'POSTTRADE.LOG': 2, 'ORDER.FILL': 2 }));
  const denied = { ...decision('ws-9', 5), allow: false, maxQty: 0, reason: 'trap_guard' };
  return {
    ...{ lives: 1, lines: 6, counts: counts(), lastLife: { lines: 6, counts: counts() }, problems: problems() },
    decisions: new Map(Object.entries({ 'd-1': decision('ws-1', 10), 'd-2': decision('ws-2', 20), 'd-9': denied })),
    reports: new Map([
      ['ws-1', report('ws-1', -0.1)],
      ['ws-2', report('ws-2', 1.6)],
    ]),
    replay: { decisions: 3, differences: 0 },
  };
}

const sample = (n) => ({
  ...{ atS: n, rssMib: 100, probe: { liveMib: 20 }, inFault: false },
  buckets: [
    { le: 1, count: 10 * n },
    { le: 5, count: 10 * n },
    { le: Infinity, count: 10 * n },
  ],
});

/** A new one each time, so that a test may break it. */
export const soundSession = () => ({
  options: { lifeS: 1000, warmUpS: 60, recoverWithinS: 60, leastOrders: 1, leastTrips: 1 },
  staleMs: 2000,
  random: new Seeded(1),
  ...{ runnerLog: runnerLog(), gateLog: gateLog(), folders: [], child: 'SOONUSDT' },
  files: {
    runner: files({ orders_success: [{ client_order_id: 'ws-1' }, { client_order_id: 'ws-2' }] }),
    gate: files({ orders: [{}, {}], orders_denied: [{}] }),
  },
  lastScrape: { fromMs: at(900), toMs: at(900.01), metrics: parseMetrics(METRICS) },
  gateMetrics: parseMetrics(GATE_METRICS),
  summary: { pnl_usdt: 1.5, verdicts: { gate: 3 }, events_dropped: 0 },
  logs: { sim: '', api: '{"level":30,"msg":"started"}', runner: '' },
  ends: {
    runner: [{ code: 0, signal: null }],
    gate: [{ code: 0, signal: null }],
    exchange: [{ code: 0, signal: null }],
  },
  left: [],
  venueStatus: { order_requests: 0 },
  watch: { samples: Array.from({ length: 1000 }, (_, n) => sample(n)), failures: [] },
  faults: [
    { name: 'stall', title: 'a stall', fromMs: at(100), toMs: at(107), recoveredS: 0.4 },
    { name: 'gate_halted', title: 'a halt', fromMs: at(200), toMs: at(220), recoveredS: 1 },
    { name: 'venue_down', title: 'no exchange', fromMs: at(400), toMs: at(415), recoveredS: 1 },
    { name: 'gate_killed', title: 'a kill', fromMs: at(300), toMs: at(305), recoveredS: 2 },
  ],
});
