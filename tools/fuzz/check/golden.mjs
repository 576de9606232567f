// A fixed set of orders whose answers must be the same before and after.
import { bytesOf } from '../wire/request.mjs';
import { headersFor } from '../make/requests.mjs';
import { Lane } from '../wire/lane.mjs';

const GOOD = {
  latency_ms: 5,
  spread_bps: 2,
  slip_bps_est: 0.5,
  a_bps: 10,
  b_bps: 40,
  score: 0.9,
  pnl_today_pct: 0,
  open_positions: 0,
  vol_std_bps: 30,
  cvar_hist: [0.1],
};
const order = (more = {}) => ({ side: 'buy', qty: 1, price: 100, ...more });
const market = (more = {}) => ({ ...GOOD, ...more });

/** Allowed ones, and one for each guard that denies. The last ones stop the gate, and are followed by a reset. */
const CASES = {
  good: { order: order(), market: market() },
  'a sell': { order: order({ side: 'SELL' }), market: market() },
  'an exit': { order: order({ reduce_only: true }), market: market({ score: -1, slip_bps_est: 100 }) },
  'in live mode': { account: { mode: 'live' }, order: order(), market: market() },
  // What the service has booked itself would stand in for these two.
  'in live mode, little known': {
    account: { mode: 'prod' },
    order: order(),
    market: { pnl_today_pct: 0, open_positions: 0 },
  },
  'spread at the limit': { order: order(), market: market({ spread_bps: 80 }) },
  'spread above it': { order: order(), market: market({ spread_bps: 80.1 }) },
  'no return expected': { order: order(), market: market({ score: -1 }) },
  'too much slippage': { order: order(), market: market({ slip_bps_est: 30 }) },
  'drawdown of the day': { order: order(), market: market({ pnl_today_pct: -50 }) },
  'too many positions': { order: order(), market: market({ open_positions: 2000 }) },
  'the sequential test says no': { order: order(), market: market({ sprt_samples: Array(10).fill(-5) }) },
  volatile: { order: order(), market: market({ vol_std_bps: 301 }) },
  'a cyclic sequence': { order: order(), market: market({ dq: { cyclic_sequence: true } }) },
  'a crossed book': { order: order(), market: market({ dq: { crossed_book: true } }) },
  late: { order: order(), market: market({ latency_ms: 600 }) },
};

/** Longer than every window of the settings. */
const FORGET_MS = 1600;
const MOST_OVERLAYS = 60;

/**
 * Brings the gate back to how it was set up, waits until its windows are empty, and asks the fixed orders.
 * @returns `{ case: what was decided and why }`; throws when an operator's command is refused.
 */
export async function goldenAnswers(world, port) {
  const lane = new Lane(port);
  const command = async (id, body, target) => {
    const operation = world.byId.get(id);
    const bytes = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
    const { answers, cut } = await lane.ask(
      bytesOf({
        method: operation.method,
        target: target ?? operation.path,
        headers: headersFor(world, operation, bytes),
        body: bytes,
      }),
    );
    if (answers.length === 0) throw new Error(`${id}: ${cut}`);
    return { status: answers[0].status, json: JSON.parse(answers[0].body.toString('utf8')) };
  };
  const must = async (...what) => {
    const { status, json } = await command(...what);
    if (status !== 200) throw new Error(`${what[0]} was answered ${status} ${JSON.stringify(json)}`);
    return json;
  };
  try {
    for (let n = 0; n < MOST_OVERLAYS && (await command('post /overlay/rollback')).status === 200; n++);
    await must('post /risk/set', { dd_day_pct: 100, max_concurrent: 10, size_scale: 1 });
    await must('post /aurora/arm');
    await must('post /ops/trading_state/{state}', undefined, '/ops/trading_state/active');
    await new Promise((resolve) => setTimeout(resolve, FORGET_MS));
    const answers = {};
    for (const [name, body] of Object.entries(CASES)) {
      await must('post /ops/reset');
      body.order.symbol = `GOLD${Object.keys(answers).length}USDT`;
      answers[name] = told(await must('post /pretrade/check', body));
    }
    await must('post /ops/reset');
    return answers;
  } finally {
    lane.close();
  }
}

const told = ({
  allow,
  max_qty,
  risk_scale,
  reason,
  hard_gate,
  observability: { reasons, guards, mode, config_hash, calibrator },
}) => ({
  ...{ allow, max_qty, risk_scale, reason, hard_gate, reasons, mode, config_hash, calibrator },
  guards: guards.map(({ guard, outcome, reason: why }) => `${guard} ${outcome} ${why ?? ''}`.trim()),
});

/** Cases that were answered differently. */
export const goldenDifferences = (before, after) =>
  Object.keys(before)
    .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
    .map((name) => `"${name}": ${JSON.stringify(before[name])} became ${JSON.stringify(after[name])}`);
