import type { PosttradeRequest } from '@aurora/contracts';
import type { OrderGate } from '@aurora/gate-client';
import { ReportLine } from './report-line';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** The other end of the wire: away for so many attempts. */
class Peer implements OrderGate {
  readonly taken: string[] = [];
  readonly stamps: unknown[] = [];
  attempts = 0;
  constructor(
    private away: number,
    private readonly atOnce = false,
  ) {}

  check(): never {
    throw new Error('nobody asks here');
  }

  report({ client_order_id: cid, ...more }: PosttradeRequest & { ts_ns?: string }): boolean | Promise<boolean> {
    this.attempts++;
    this.stamps.push(more.ts_ns);
    const isThere = this.away-- <= 0;
    if (isThere) this.taken.push(String(cid));
    return this.atOnce ? isThere : Promise.resolve(isThere);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

const nowNs = () => 1_700_000_000_000_000_000n;
const tellAll = (line: ReportLine) => ['a', 'b', 'c'].forEach((cid) => line.tell({ client_order_id: cid }));

it('hands over at once what a gate in this process takes at once', () => {
  const peer = new Peer(0, true);
  const line = new ReportLine(peer, fail, nowNs);
  tellAll(line);
  expect([peer.taken, line.waiting]).toEqual([['a', 'b', 'c'], 0]);
});

it.each([0, 1, 5])('brings everything in order to a gate that is away for %i attempts', async (away) => {
  const peer = new Peer(away);
  const line = new ReportLine(peer, fail, nowNs);
  tellAll(line);
  expect(line.waiting).toBe(3);
  await jest.advanceTimersByTimeAsync(60_000);
  await line.arrived();
  expect([peer.taken, line.waiting, peer.attempts]).toEqual([['a', 'b', 'c'], 0, 3 + away]);
  // A repeat says the same time, another report another.
  expect(new Set(peer.stamps).size).toBe(3);
  expect(new Set(peer.stamps.slice(0, 1 + away)).size).toBe(1);
});

it('gives up at the end of a run what has not arrived by then, and says so', async () => {
  const peer = new Peer(Infinity);
  const lost: unknown[] = [];
  const line = new ReportLine(peer, ({ client_order_id: cid }) => lost.push(cid), nowNs);
  tellAll(line);
  const ended = line.end(5000);
  await jest.advanceTimersByTimeAsync(10_000);
  await ended;
  expect([lost, line.waiting]).toEqual([['a', 'b', 'c'], 0]);
});

function fail(): never {
  throw new Error('nothing may be lost');
}
