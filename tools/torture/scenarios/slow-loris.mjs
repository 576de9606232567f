// Hundreds of connections that send their headers or their body byte by byte, and ordinary clients beside them.
import { performance } from 'node:perf_hooks';
import { setTimeout as passed } from 'node:timers/promises';
import { percentileOfSorted } from '../../harness/statistics.mjs';
import { RawClient, requestBytes } from '../machinery/raw-client.mjs';
import { Service, bodyWith, liveSettings } from '../machinery/service.mjs';
import { removeFolder, tempFolder } from '../machinery/temp-folders.mjs';
import { until } from '../machinery/until.mjs';

export const name = 'slow-loris';
export const promise =
  'Who does not send a whole request in time is told so and disconnected; everybody else is served meanwhile.';

const REQUEST_TIMEOUT_MS = 3000;
/** What looking for late requests now and then, and a loaded machine, may add. */
const SLACK_MS = 8000;
const BYTE_EVERY_MS = 100;

export async function run({ quick, say, promises }) {
  const count = quick ? 100 : 600;
  const folder = tempFolder();
  const settings = liveSettings({ api: { request_timeout_ms: REQUEST_TIMEOUT_MS }, risk: { max_concurrent: 999 } });
  const service = await Service.start({ folder, settings });
  const before = service.openFiles;
  const slow = [];
  try {
    say(`slow-loris, ${count} slow connections`);
    slow.push(...Array.from({ length: count }, (_, i) => new Loris(service.port, i)));
    await Promise.all(slow.map(({ client }) => client.connected));
    let isOver = false;
    const ordinary = serve(service, () => isOver, promises);
    const startedMs = performance.now();
    const left = () => slow.filter(({ client }) => !client.isClosed).length;
    const withinMs = REQUEST_TIMEOUT_MS + SLACK_MS;
    await until(() => left() === 0, `every slow connection is closed`, withinMs, 50).catch((error) =>
      promises.holds(false, 'a slow connection is closed in time', `${error.message}: ${left()} are left`),
    );
    const closedAfterSec = (performance.now() - startedMs) / 1000;
    isOver = true;
    const { p50, p99, asked } = await ordinary;
    const told = slow.filter(({ status }) => status === 408).length;
    promises.holds(
      told >= count * 0.99,
      'a slow client is told 408',
      `${told} of ${count}; ${JSON.stringify(count - told && slow.find(({ status }) => status !== 408).status)}`,
    );
    promises.holds(p50 < 100, 'ordinary clients are served meanwhile', `p50 ${p50} ms`);
    await until(() => service.openFiles <= before + 40, 'handles come back', 10_000);
    const { code } = await service.kill('SIGTERM');
    promises.equal(code, 0, 'it ends well');
    return `${count} connections sending a byte every ${BYTE_EVERY_MS} ms (headers, bodies), closed after ${closedAfterSec.toFixed(1)} s with request_timeout_ms ${REQUEST_TIMEOUT_MS}; ${asked} ordinary requests meanwhile, p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`;
  } finally {
    slow.forEach((one) => one.stop());
    await service.kill('SIGKILL');
    removeFolder(folder);
  }
}

/** Half of them dawdle in the headers, half in the body. */
class Loris {
  status = null;

  constructor(port, number) {
    this.client = new RawClient(port);
    const request = requestBytes('POST', '/pretrade/check', bodyWith());
    let sent = number % 2 === 0 ? 0 : request.indexOf('\r\n\r\n') + 4;
    this.client.write(request.subarray(0, sent));
    this.timer = setInterval(() => {
      this.client.write(request.subarray(sent, ++sent));
      if (sent >= request.length - 1 || this.client.isClosed) this.stop();
    }, BYTE_EVERY_MS);
    void this.client.answer().then((answer) => (this.status = answer?.status ?? this.client.error));
  }

  stop() {
    clearInterval(this.timer);
    if (this.client.isClosed) this.client.socket.destroy();
  }
}

async function serve(service, isOver, promises) {
  const took = [];
  await Promise.all(
    Array.from({ length: 8 }, async (_, i) => {
      while (!isOver()) {
        const startedMs = performance.now();
        const { status } = await service.send('POST', '/pretrade/check', bodyWith({ symbol: `S${i}USDT` }));
        promises.equal(status, 200, 'ordinary clients are served meanwhile');
        took.push(performance.now() - startedMs);
        await passed(10);
      }
    }),
  );
  const sorted = Float64Array.from(took).sort();
  return { asked: took.length, p50: percentileOfSorted(sorted, 0.5), p99: percentileOfSorted(sorted, 0.99) };
}
