// What goes wrong in a session: at the venue, between runner and gate, at the gate, on the runner's disk.
import { setTimeout as wait } from 'node:timers/promises';

const seconds = (s) => wait(s * 1000);
const DISCONNECT_EVERY_S = [10, 1.5];
const SLOW_GATE_MS = 500;
const SLOW_FRAMES_MS = 300;

/**
 * By name. `letter` marks it in plots; `where` says whose recovery is waited for; `lastsS`: how long in a whole session,
 * and in a quick one. `run` makes it happen and undoes it; what it resolves with is told in the report.
 */
export const FAULTS = {
  disconnects: {
    ...{ letter: 'D', title: 'the exchange disconnects again and again', where: 'venue', lastsS: [60, 3.2] },
    run: async ({ venue }, lastsS, { quick }) => {
      const everyS = DISCONNECT_EVERY_S[Number(quick)];
      let times = 0;
      for (const endMs = Date.now() + lastsS * 1000; Date.now() < endMs; times++) {
        await venue.fault('disconnect');
        await seconds(everyS);
      }
      return `${times} times, every ${everyS} s`;
    },
  },
  gap: {
    ...{ letter: 'G', title: 'updates of a book are missing', where: 'venue', lastsS: [2, 0.5] },
    run: async ({ venue }, lastsS, { random }) => {
      const symbol = random.pick(venue.symbols);
      await venue.fault('gap', { symbol });
      await seconds(lastsS);
      return symbol;
    },
  },
  stall: {
    ...{ letter: 'S', title: 'the exchange is connected and says nothing', where: 'venue', lastsS: [7, 3] },
    run: ({ venue }, lastsS) => venueFor(venue, 'stall', lastsS),
  },
  crossed: {
    ...{ letter: 'C', title: 'crossed books', where: 'venue', lastsS: [3, 1] },
    run: ({ venue }, lastsS) => venueFor(venue, 'crossed', lastsS),
  },
  slow_frames: {
    ...{ letter: 'W', title: `frames are ${SLOW_FRAMES_MS} ms late`, where: 'venue', lastsS: [10, 2] },
    run: ({ venue }, lastsS) => venueFor(venue, 'slow', lastsS, { delay_ms: SLOW_FRAMES_MS }),
  },
  venue_down: {
    ...{ letter: 'V', title: 'the exchange refuses connections', where: 'venue', lastsS: [15, 2] },
    run: async ({ venue }, lastsS) => {
      // Those who are connected stay so; the next connection is refused.
      await venue.fault('refuse', { duration_ms: lastsS * 1000 });
      await venue.fault('disconnect');
      await seconds(lastsS);
    },
  },
  no_snapshots: {
    ...{ letter: 'Q', title: 'updates are missing and snapshots fail', where: 'venue', lastsS: [10, 1.5] },
    run: async ({ venue }, lastsS) => {
      await venue.fault('rest_500', { duration_ms: Math.round(lastsS * 1000) });
      await venue.fault('gap');
      await seconds(lastsS);
    },
  },
  slow_gate: {
    ...{
      letter: 'L',
      title: `every answer of the gate takes ${SLOW_GATE_MS} ms longer`,
      where: 'gate',
      lastsS: [20, 2.5],
    },
    run: async ({ gate }, lastsS) => {
      gate.proxy.delayMs = SLOW_GATE_MS;
      await seconds(lastsS);
      gate.proxy.delayMs = 0;
    },
  },
  gate_stands_still: {
    ...{ letter: 'P', title: 'the gate is stopped (SIGSTOP) and goes on', where: 'gate', lastsS: [30, 2.5] },
    run: async ({ gate }, lastsS) => {
      gate.pause();
      await seconds(lastsS);
      gate.resume();
    },
  },
  gate_refuses: {
    ...{ letter: 'R', title: 'nobody listens where the gate should be', where: 'gate', lastsS: [30, 2.5] },
    run: async ({ gate }, lastsS) => {
      await gate.proxy.refuse();
      await seconds(lastsS);
      await gate.proxy.accept();
    },
  },
  gate_cut: {
    ...{ letter: 'X', title: 'connections to the gate are cut', where: 'gate', lastsS: [10, 1.5] },
    run: async ({ gate }, lastsS, { random }) => {
      let cut = 0;
      for (const endMs = Date.now() + lastsS * 1000; Date.now() < endMs;) {
        cut += gate.proxy.cut();
        await wait(random.int(50, 700));
      }
      return `${cut} connections`;
    },
  },
  gate_killed: {
    ...{ letter: 'K', title: 'the gate is killed (SIGKILL) and started again', where: 'gate', lastsS: [5, 0.5] },
    run: async ({ gate }, lastsS) => {
      await gate.crash();
      await seconds(lastsS);
      await gate.begin();
    },
  },
  gate_halted: {
    ...{ letter: 'H', title: 'an operator halts trading and takes it up again', where: 'gate', lastsS: [20, 3] },
    run: async ({ gate }, lastsS) => {
      await gate.ops('/ops/trading_state/halted');
      await seconds(lastsS);
      await gate.ops('/ops/trading_state/active');
    },
  },
  disk_full: {
    ...{ letter: 'F', title: "the disk of the runner's log is full", where: 'disk', lastsS: [20, 3] },
    run: async ({ disk }, lastsS) => {
      disk.fill();
      await seconds(lastsS);
      disk.makeRoom();
    },
  },
};

async function venueFor(venue, kind, lastsS, more = {}) {
  await venue.fault(kind, { duration_ms: Math.round(lastsS * 1000), ...more });
  await seconds(lastsS);
}

/** Names in an order that the random sequence decides, every one once before any comes again. */
export function* inTurn(random, names = Object.keys(FAULTS)) {
  for (;;) {
    const left = [...names];
    while (left.length > 0) yield left.splice(random.int(0, left.length - 1), 1)[0];
  }
}
