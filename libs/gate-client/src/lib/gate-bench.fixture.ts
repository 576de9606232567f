import type { PretradeCheckRequest } from '@aurora/contracts';
import { ManualClock } from '@aurora/kernel';
import { AuroraGate } from './aurora-gate.node';
import type { AuroraGateOptions, GateFailure } from './gate-options';
import { ALLOW, GatePeer, type PeerReply } from './gate-peer.fixture';

export const REQUEST: PretradeCheckRequest = { order: { symbol: 'BTCUSDT', side: 'buy', qty: 0.5 } };
export const EXIT: PretradeCheckRequest = { order: { ...REQUEST.order, reduce_only: true } };
export const requestFor = (symbol: string): PretradeCheckRequest => ({ order: { ...REQUEST.order, symbol } });

/** Answers in turn, the last one from then on. */
export const inTurn =
  (...replies: PeerReply[]) =>
  (_: unknown, count: number): PeerReply =>
    replies[Math.min(count, replies.length) - 1]!;

/** A peer for each test, and the clients made in it, which it ends. */
export class Bench {
  peer!: GatePeer;
  failures: GateFailure[] = [];
  clock = new ManualClock(0);
  private gates: AuroraGate[] = [];

  static forEachTest(): Bench {
    const bench = new Bench();
    beforeEach(async () => {
      bench.failures = [];
      bench.gates = [];
      bench.clock = new ManualClock(1_800_000_000_000);
      bench.peer = await GatePeer.start(() => ALLOW);
    });
    afterEach(async () => {
      await bench.peer.stop();
      await Promise.all(bench.gates.map((gate) => gate.close()));
    });
    return bench;
  }

  /** A client that waits so long that no test fails by a slow machine. */
  gate(options: Partial<AuroraGateOptions> = {}): AuroraGate {
    const gate = new AuroraGate({
      url: this.peer.url,
      mode: 'shadow',
      timeoutMs: 10_000,
      nowMs: () => this.clock.nowMs(),
      onFailure: (failure) => this.failures.push(failure),
      ...options,
    });
    this.gates.push(gate);
    return gate;
  }
}
