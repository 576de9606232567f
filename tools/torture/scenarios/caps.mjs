// 256 openings at once against each cap, with and without a kill in between.
import { setTimeout as passed } from 'node:timers/promises';
import { readLog, grantedBySymbol } from '../machinery/log-check.mjs';
import { Service, bodyWith, liveSettings } from '../machinery/service.mjs';
import { removeFolder, tempFolder } from '../machinery/temp-folders.mjs';

export const name = 'caps';
export const promise =
  'What is allowed at once never exceeds a cap: exposure of a symbol, orders per minute, concurrent positions; a kill in between changes nothing.';

const AT_ONCE = 256;
const CAP_USDT = 2500;
const ORDERS_PER_MIN = 40;
const POSITIONS = 7;
const TTL_MS = 86_400_000;

export async function run({ quick, rounds, random, say, promises }) {
  const repeats = rounds ?? (quick ? 1 : 20);
  for (let n = 0; n < repeats; n++) {
    say(`caps, ${n + 1} of ${repeats}`);
    await exposure({ isKilled: n % 2 === 0, random, promises });
  }
  const perMinute = await ordersPerMinute({ random, promises });
  await positions({ promises });
  return `${repeats} times ${AT_ONCE} openings at once against ${CAP_USDT} USDT of one symbol, every other time with a kill among them; against ${ORDERS_PER_MIN} orders per minute over a kill (${perMinute} allowed); against ${POSITIONS} positions`;
}

async function within(settings, use) {
  const folder = tempFolder();
  const options = { folder, settings: liveSettings(settings), connections: AT_ONCE };
  const running = { service: await Service.start(options) };
  try {
    return await use(running, async () => (running.service = await Service.start(options)));
  } finally {
    await running.service.kill('SIGKILL');
    removeFolder(folder);
  }
}

/** Asks them all at once; what a kill leaves unanswered is `null`. */
const askAtOnce = (service, bodyOf) =>
  Promise.all(Array.from({ length: AT_ONCE }, (_, i) => service.check(bodyOf(i)).catch(() => null)));

const allowedOf = (answers) => answers.filter((answer) => answer?.allow);
const valueOf = (answers) => allowedOf(answers).reduce((sum, { max_qty: qty }) => sum + qty * 100, 0);

async function exposure({ isKilled, random, promises }) {
  const risk = { max_symbol_exposure_usdt: CAP_USDT, max_concurrent: 999, reservation_ttl_ms: TTL_MS };
  await within({ risk }, async (running, restart) => {
    // Odd sizes, so that the last one fits only in part.
    const bodyOf = () => bodyWith({ symbol: 'CAPUSDT', qty: random.int(1, 120) / 100 });
    const asking = askAtOnce(running.service, bodyOf);
    if (isKilled) await passed(random.int(1, 120)).then(() => running.service.kill('SIGKILL'));
    const answers = await asking;
    if (isKilled) answers.push(...(await askAtOnce(await restart(), bodyOf)));
    const sum = valueOf(answers);
    promises.holds(sum <= CAP_USDT + 1e-6, 'the exposure of a symbol never exceeds its cap', `${sum} of ${CAP_USDT}`);
    if (!isKilled) promises.holds(sum >= CAP_USDT - 1e-6, 'the whole cap can be used', `${sum} of ${CAP_USDT}`);
    await running.service.kill('SIGTERM');
    const granted = grantedBySymbol(await readLog(running.service.sessionDir, promises)).get('CAPUSDT');
    promises.holds(Math.abs(granted - CAP_USDT) < 1e-6, 'the log grants exactly the cap', `${granted} of ${CAP_USDT}`);
  });
}

async function ordersPerMinute({ random, promises }) {
  const risk = { max_orders_per_min: ORDERS_PER_MIN, max_concurrent: 999 };
  return within({ risk }, async (running, restart) => {
    const startedMs = Date.now();
    const asking = askAtOnce(running.service, (i) => bodyWith({ symbol: `S${i}USDT` }));
    await passed(random.int(1, 120));
    await running.service.kill('SIGKILL');
    const answers = [
      ...(await asking),
      ...(await askAtOnce(await restart(), (i) => bodyWith({ symbol: `T${i}USDT` }))),
    ];
    const allowed = allowedOf(answers).length;
    if (Date.now() - startedMs > 55_000) promises.leaveOut('orders per minute: the start took most of the minute');
    else
      promises.holds(
        allowed <= ORDERS_PER_MIN,
        'orders per minute never exceed their cap',
        `${allowed} of ${ORDERS_PER_MIN}`,
      );
    return allowed;
  });
}

/** Positions are booked by reports: with one short of the cap open, one more may be opened and reported, then none. */
async function positions({ promises }) {
  await within(
    { risk: { max_concurrent: 999 }, guards: { max_concurrent_positions: POSITIONS } },
    async ({ service }) => {
      for (let n = 0; n < POSITIONS + 2; n++) {
        const order = { symbol: `P${n}USDT`, side: 'buy', qty: 1, price: 100 };
        const { allow, decision_id, reason } = await service.check(bodyWith(order));
        promises.equal(allow, n < POSITIONS, `concurrent positions never exceed their cap (${reason})`);
        if (allow)
          await service.ask('POST', '/posttrade/log', {
            ...order,
            order_id: `P${n}`,
            decision_id,
            status: 'filled',
            filled: 1,
            average: 100,
          });
      }
      const answers = await askAtOnce(service, (i) => bodyWith({ symbol: `Q${i}USDT` }));
      promises.equal(allowedOf(answers).length, 0, 'at the cap of positions nothing opens another');
    },
  );
}
