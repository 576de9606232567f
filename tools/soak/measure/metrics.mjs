// What the service counts itself, read as Prometheus would.
import { exchange } from '../faults/wire.mjs';
import { get } from '../load/http-text.mjs';

/** The watcher's own address: nobody else uses up its budget. */
const WATCHER = '127.0.0.2';

/** @returns `(name, labels?) => number`: the sum over all series of a name whose labels hold those given. */
export async function scrape(port) {
  const { status, text } = await exchange({ port, localAddress: WATCHER, bytes: get('/metrics') });
  if (status !== 200) throw new Error(`/metrics answered ${status}`);
  const series = text.split('\n').flatMap((line) => {
    const match = /^([a-z_0-9]+)(\{.*\})? (\S+)$/.exec(line);
    return match === null ? [] : [{ name: match[1], labels: match[2] ?? '', value: Number(match[3]) }];
  });
  return (name, label = '') =>
    series.filter((one) => one.name === name && one.labels.includes(label)).reduce((sum, { value }) => sum + value, 0);
}
