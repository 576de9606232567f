import { join } from 'node:path';
import { parseRecord, type ReadEvent } from '@aurora/events';
import { LogFollower } from '@aurora/events/node';

const KEPT = 5;
const EVENTS = 'aurora_events.jsonl';

/** Stages of an order that a proof wants to see, each in the log of the process that vouches for it. */
export const STAGES = ['model', 'enr_gate', 'parent_gate', 'policy_decision', 'orders'] as const;
export type Stage = (typeof STAGES)[number];

/** What is looked for: the stages, life and changes of the tuner, and what the runner says of its connections. */
export type Watched = Stage | 'heartbeat' | 'parameter_update' | 'ws';

type Sort = (code: string) => Watched | null;

const RUNNER: Readonly<Record<string, Watched>> = {
  'MODEL.CALIBRATION': 'model',
  EXPECTED_NET_REWARD_GATE: 'enr_gate',
  'PARENT_GATE.EVAL': 'parent_gate',
};
const TUNER: Readonly<Record<string, Watched>> = {
  'ORCH.HEARTBEAT': 'heartbeat',
  'ORCH.PARAMETER_UPDATE': 'parameter_update',
};

const ofRunner: Sort = (code) => {
  if (code.startsWith('ORDER.')) return 'orders';
  return code.startsWith('WS.') ? 'ws' : (RUNNER[code] ?? null);
};
/** That the gate decided is on the gate's own record. */
const ofGate: Sort = (code) => (code === 'POLICY.DECISION' ? 'policy_decision' : null);
const ofTuner: Sort = (code) => TUNER[code] ?? null;

/** Follows the logs of gate, runner and tuner, and keeps the last events of each kind. */
export class EventWatch {
  private readonly last = new Map<Watched, ReadEvent[]>();
  private readonly count = new Map<Watched, number>();
  private polling: Promise<void> = Promise.resolve();

  private constructor(private readonly logs: readonly { readonly follower: LogFollower; readonly sort: Sort }[]) {}

  /** Begins with what is written from now on. */
  static async open(sessionDir: string, tunerDir: string): Promise<EventWatch> {
    const folders = [
      [join(sessionDir, 'runner'), ofRunner],
      [sessionDir, ofGate],
      [tunerDir, ofTuner],
    ] as const;
    const opened = folders.map(async ([folder, sort]) => ({
      follower: await LogFollower.open(join(folder, EVENTS)),
      sort,
    }));
    return new EventWatch(await Promise.all(opened));
  }

  /** How many there were. */
  seen(what: Watched): number {
    return this.count.get(what) ?? 0;
  }

  /** The last ones, oldest first. */
  tail(what: Watched): readonly ReadEvent[] {
    return this.last.get(what) ?? [];
  }

  /** Begins anew: what was seen no longer counts. */
  forget(...what: readonly Watched[]): void {
    for (const one of what) {
      this.count.delete(one);
      this.last.delete(one);
    }
  }

  /** Takes in what has been written since. One after the other, however many ask. */
  poll(): Promise<void> {
    this.polling = this.polling.then(() => this.pollAll());
    return this.polling;
  }

  async close(): Promise<void> {
    await this.polling;
    await Promise.all(this.logs.map(({ follower }) => follower.close()));
  }

  private async pollAll(): Promise<void> {
    for (const { follower, sort } of this.logs)
      for await (const line of follower.poll()) this.take(parseRecord(line.toString('utf8')), sort);
  }

  private take(record: ReadEvent, sort: Sort): void {
    const what = sort(record.eventCode);
    if (what === null) return;
    this.count.set(what, this.seen(what) + 1);
    this.last.set(what, [...this.tail(what), record].slice(-KEPT));
  }
}
