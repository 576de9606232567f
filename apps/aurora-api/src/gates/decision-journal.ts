import { type DecisionSample, type GateCountersAnswer } from '@aurora/contracts';
import { type ReasonCode } from '@aurora/gates';
import { type Ms } from '@aurora/kernel';

const MINUTE_MS = 60_000;
/** Look-back of the counters, in minutes. */
const MAX_MINUTES = 1440;
const MAX_SAMPLES = 1000;

interface Minute {
  /** Minutes since the Unix epoch. */
  at: number;
  allowed: number;
  denied: Map<string, number>;
}

/** Counts and samples of the last decisions, in memory: counts per minute of one day, and the last thousand decisions. */
export class DecisionJournal {
  private readonly minutes: Minute[] = [];
  private readonly samples: DecisionSample[] = [];
  private next = 0;

  /** @param denial code of the reason; `null` for an allowed order. */
  add(sample: DecisionSample, denial: ReasonCode | null): void {
    const minute = this.minuteOf(sample.ts_ms);
    if (denial === null) minute.allowed++;
    else minute.denied.set(denial, (minute.denied.get(denial) ?? 0) + 1);
    this.samples[this.next] = sample;
    this.next = (this.next + 1) % MAX_SAMPLES;
  }

  counters(minutes: number, nowMs: Ms): GateCountersAnswer {
    const since = Math.floor(nowMs / MINUTE_MS) - minutes;
    const by_reason: Record<string, number> = {};
    let allowed = 0;
    let denied = 0;
    for (const minute of this.minutes) {
      if (minute.at <= since) continue;
      allowed += minute.allowed;
      for (const [code, count] of minute.denied) {
        denied += count;
        by_reason[code] = (by_reason[code] ?? 0) + count;
      }
    }
    const decisions = allowed + denied;
    return { minutes, decisions, allowed, denied, deny_rate: decisions === 0 ? null : denied / decisions, by_reason };
  }

  /** The last decisions, newest first. */
  sample(n: number): DecisionSample[] {
    const inOrder = [...this.samples.slice(this.next), ...this.samples.slice(0, this.next)];
    return inOrder.slice(-n).reverse();
  }

  private minuteOf(nowMs: Ms): Minute {
    const at = Math.floor(nowMs / MINUTE_MS);
    const last = this.minutes.at(-1);
    // A clock that was set back goes on counting in the minute it had reached.
    if (last !== undefined && last.at >= at) return last;
    const minute: Minute = { at, allowed: 0, denied: new Map() };
    this.minutes.push(minute);
    if (this.minutes.length > MAX_MINUTES) this.minutes.shift();
    return minute;
  }
}
