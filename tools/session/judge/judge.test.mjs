// Every promise can be broken, and a broken one is seen: a sound session is spoilt in one way at a time.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseMetrics } from '../read-metrics.mjs';
import { judgeCounters } from './counters.mjs';
import { complaintsIn, judgeEnds } from './ends.mjs';
import { judgeMarket } from './market.mjs';
import { judgeMoney } from './money.mjs';
import { judgeOrders } from './orders.mjs';
import { judgeResources } from './resources.mjs';
import { at, METRICS, soundSession } from './sound-session.fixture.mjs';

const judgeAll = (seen) => [
  ...judgeEnds(seen),
  ...judgeOrders(seen),
  ...judgeMarket(seen),
  ...judgeMoney(seen),
  ...judgeCounters(seen),
  ...judgeResources(seen),
];
const broken = (seen) =>
  judgeAll(seen)
    .filter(({ kept }) => kept === false)
    .map(({ what }) => what);

const first = ({ runnerLog }) => runnerLog.orders.get('ws-1');
const submitOf = (seen) => first(seen).submits[0];
const signalOf = ({ runnerLog }) => runnerLog.signals.get('ws-1');
const spoil = (seen, change) => Object.assign(seen, change);

/** How it is spoilt, and a part of what the promise that must see it says. */
const SPOILT = {
  'the runner ended with 1': [(seen) => (seen.ends.runner[0].code = 1), 'ended with 0'],
  'the exchange had to be killed': [
    (seen) => (seen.ends.exchange[0] = { code: null, signal: 'SIGKILL' }),
    'ended with 0',
  ],
  'a stack stands in a log': [(seen) => (seen.logs.runner = 'TypeError: x\n    at f (/a/b.js:1:2)'), 'unhandled'],
  'a lock is left': [(seen) => seen.left.push('the lock x'), 'left behind'],
  'an order never ended': [(seen) => first(seen).terminals.pop(), 'without exactly one end'],
  'an order ended twice': [(seen) => first(seen).terminals.push(first(seen).terminals[0]), 'without exactly one end'],
  'an id was used twice': [(seen) => first(seen).submits.push(submitOf(seen)), 'used twice'],
  'an order came from nowhere': [(seen) => (first(seen).submits = []), 'without an order'],
  'an order was cancelled after its fill': [
    (seen) => first(seen).events.push({ code: 'ORDER.CANCEL', atMs: at(99), details: {} }),
    'after the end',
  ],
  'the gate never decided': [(seen) => seen.gateLog.decisions.delete('d-1'), 'did not allow'],
  'the gate had denied': [(seen) => (seen.gateLog.decisions.get('d-1').allow = false), 'did not allow'],
  'the order was larger than allowed': [(seen) => (submitOf(seen).record.qty = 2.001), 'did not allow'],
  'the decision was about another order': [(seen) => (seen.gateLog.decisions.get('d-1').cid = 'ws-7'), 'did not allow'],
  'a line was bad': [(seen) => seen.gateLog.problems.list.push('x'), 'bad lines in the gate'],
  'a decision comes out otherwise': [(seen) => (seen.gateLog.replay.differences = 1), 'judged again'],
  'the book was too old': [(seen) => (signalOf(seen).book_age_ms = 2000.1), 'stale, crossed'],
  'nobody said how old the book was': [(seen) => delete signalOf(seen).book_age_ms, 'stale, crossed'],
  'the book became too old while the gate thought': [
    (seen) => (submitOf(seen).details.book_age_ms = 2001),
    'stale, crossed',
  ],
  'the book was crossed': [(seen) => (signalOf(seen).book_crossed = true), 'stale, crossed'],
  'the book was out of step': [(seen) => (signalOf(seen).book_synced = false), 'stale, crossed'],
  'an opening deep in a stall': [(seen) => (submitOf(seen).atMs = at(104)), 'silent or gone'],
  'an exit deep in a stall': [
    (seen) => (seen.runnerLog.orders.get('ws-2').submits[0].atMs = at(104)),
    'silent or gone',
  ],
  'an order while the exchange was gone': [(seen) => (submitOf(seen).atMs = at(404)), 'silent or gone'],
  'an opening while halted': [(seen) => (submitOf(seen).atMs = at(210)), 'halted'],
  'a result of TCA is a cent off': [(seen) => (seen.runnerLog.tca[0].net_pnl_usdt = 1.51), 'their results'],
  'parts of a result do not add up': [(seen) => (seen.runnerLog.tca[0].edge_bps = 91), 'parts do not add up'],
  'a fill is a cent off': [(seen) => (first(seen).terminals[0].details.pnl_usdt = -0.11), 'profits of its fills'],
  'a report is a cent off': [(seen) => (seen.gateLog.reports.get('ws-1')[0].pnl_usdt = -0.11), 'profits reported'],
  'a report was lost in silence': [(seen) => seen.gateLog.reports.delete('ws-2'), 'not told of'],
  'a counter of the runner is one too high': [
    (seen) => (seen.lastScrape.metrics = parseMetrics('aurora_orders_submitted_shadow_total 3')),
    'counters of the runner',
  ],
  'the runner dropped lines': [(seen) => (seen.summary.events_dropped = 1), 'dropped'],
  'a filled order is not in its file': [(seen) => seen.files.runner.orders_success.pop(), 'orders_success'],
  'a counter of the gate is one too high': [
    (seen) => seen.gateLog.lastLife.counts.set('POSTTRADE.LOG', 1),
    'counters of the gate',
  ],
  'a denial is not in its file': [(seen) => seen.files.gate.orders_denied.pop(), 'orders_denied'],
  'the runner got more answers than there were': [
    (seen) => (seen.summary.verdicts.gate = 4),
    'answers the runner counted',
  ],
  'the runner took something for an answer': [
    (seen) => (seen.runnerLog.verdicts.get('ws-1').decisionId = 'd-7'),
    'answers of the gate',
  ],
  'an order request reached the exchange': [(seen) => (seen.venueStatus.order_requests = 1), 'order requests'],
  'memory grew': [
    (seen) => seen.watch.samples.forEach((each) => (each.rssMib = 100 + each.atS / 10)),
    'resident memory',
  ],
  'decisions became slow': [
    (seen) =>
      seen.watch.samples.forEach(
        (each) =>
          (each.buckets = [
            { le: 200, count: 0 },
            { le: 400, count: each.atS },
          ]),
      ),
    'tick to decision',
  ],
  'the runner never came back': [(seen) => (seen.faults[0].recoveredS = Infinity), 'back after a fault'],
  'the watching failed': [(seen) => seen.watch.failures.push('x'), 'failures of the watching'],
};

describe('promises of a session', () => {
  test('are all kept by a sound one', () => assert.deepEqual(broken(soundSession()), []));

  for (const [how, [change, promise]] of Object.entries(SPOILT)) {
    test(`${how}: "${promise}" is broken`, () => {
      const seen = soundSession();
      change(seen);
      assert.ok(
        broken(seen).some((what) => what.includes(promise)),
        `broken: ${broken(seen).join('; ') || 'nothing'}`,
      );
    });
  }

  test('what may be, is let be', () => {
    const fine = [
      // Killed by the session itself.
      (seen) => seen.ends.gate.unshift({ code: null, signal: 'SIGKILL', killed: true }),
      // An exit may go while trading is halted, and an order before the book is stale.
      (seen) => (submitOf(seen).atMs = at(102)),
      (seen) => (seen.runnerLog.orders.get('ws-2').submits[0].atMs = at(210)),
      (seen) => (seen.runnerLog.orders.get('ws-2').submits[0].details.book_age_ms = 9000),
      // The gate was not there, and the order says so.
      (seen) => {
        seen.runnerLog.verdicts.get('ws-1').source = 'fail_open';
        delete submitOf(seen).record.decisionId;
      },
      // A report was lost, and the runner knows.
      (seen) => {
        seen.gateLog.reports.delete('ws-2');
        seen.lastScrape.metrics = parseMetrics(METRICS.replace('lost_total 0', 'lost_total 1'));
      },
      (seen) => (signalOf(seen).book_age_ms = 2000),
      // The session was ended meanwhile.
      (seen) => (seen.faults[0].recoveredS = null),
      (seen) => first(seen).events.push({ code: 'ORDER.STATUS', atMs: at(99), details: {} }),
    ];
    for (const change of fine) {
      const seen = soundSession();
      change(seen);
      assert.deepEqual(broken(seen), [], String(change));
    }
  });

  test('a short session is not judged by what takes long', () => {
    const seen = spoil(soundSession(), { options: { ...soundSession().options, lifeS: 60, warmUpS: 5 } });
    seen.watch.samples.forEach((each) => (each.rssMib = 100 + each.atS));
    assert.deepEqual(broken(seen), []);
  });
});

test('complaints are told from what a sound process says', () => {
  const sound =
    '{"level":30,"msg":"started"}\n{"level":40,"msg":"UND_ERR_SOCKET"}\nstopping\n' +
    '{"level":50,"msg":"/x cannot be written: ENOSPC: no space left on device, write"}';
  assert.deepEqual(complaintsIn(sound), []);
  for (const line of [
    'Error [ERR_UNHANDLED_REJECTION]: x',
    '    at Object.<anonymous> (/a/b.js:10:3)',
    '    at async main (file:///a/b.mjs:1:1)',
    'Uncaught exception: x',
    '(node:1) MaxListenersExceededWarning: Possible EventEmitter memory leak',
    '{"level":50,"msg":"unknown fault"}',
    '{"level":60,"msg":"gone"}',
    '{"level":40,"err":{"stack":"Error: x"}}',
  ])
    assert.equal(complaintsIn(line).length, 1, line);
});
