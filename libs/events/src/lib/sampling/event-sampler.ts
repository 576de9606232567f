import { EVENT_CODES, isHealthCode, isReplayCode, type EventCode } from '../codes/event-codes';

const HEALTH_PER_SECOND = 10;
const WINDOW_MS = 1000;

/** Says of one code whether its next event is written. */
interface Sieve {
  keeps(nowMs: number): boolean;
}

/** Held back: the event is not written. */
export const HELD_BACK = -1;

/**
 * Thins out chatty events without randomness. HEALTH codes: at most 10 of each code within any second. Codes matched by a
 * `1/N REGEX` entry: the first and then every Nth. Codes that replay needs are always written, whatever the entries say.
 */
export class EventSampler {
  private readonly sieves = new Map<EventCode, Sieve>();
  private readonly heldBack = new Map<EventCode, number>();

  /** Throws a `SyntaxError` for an entry that is not `1/N REGEX`. */
  constructor(entries: readonly string[]) {
    const rules = entries.map(parseEntry);
    for (const code of EVENT_CODES) {
      if (isReplayCode(code)) continue;
      if (isHealthCode(code)) this.sieves.set(code, new RateLimit());
      else {
        const rule = rules.find(({ pattern }) => pattern.test(code));
        if (rule !== undefined && rule.keepOneIn > 1) this.sieves.set(code, new EveryNth(rule.keepOneIn));
      }
    }
  }

  /** `HELD_BACK`, or how many events of this code were held back since the last one written. */
  admit(code: EventCode, nowMs: number): number {
    const sieve = this.sieves.get(code);
    if (sieve === undefined) return 0;
    const held = this.heldBack.get(code) ?? 0;
    if (sieve.keeps(nowMs)) {
      this.heldBack.set(code, 0);
      return held;
    }
    this.heldBack.set(code, held + 1);
    return HELD_BACK;
  }
}

const ENTRY = /^1\/([1-9][0-9]{0,5}) (.+)$/;

function parseEntry(entry: string): { keepOneIn: number; pattern: RegExp } {
  const match = ENTRY.exec(entry);
  if (match === null) throw new SyntaxError(`sampling entry must read "1/N REGEX": ${JSON.stringify(entry)}`);
  return { keepOneIn: Number(match[1]), pattern: new RegExp(match[2]!) };
}

class RateLimit implements Sieve {
  private readonly lastKeptMs: number[] = new Array<number>(HEALTH_PER_SECOND).fill(-Infinity);
  private oldest = 0;

  keeps(nowMs: number): boolean {
    const age = nowMs - this.lastKeptMs[this.oldest]!;
    // A clock set back must not silence a code until it has caught up.
    if (age >= 0 && age < WINDOW_MS) return false;
    this.lastKeptMs[this.oldest] = nowMs;
    this.oldest = (this.oldest + 1) % HEALTH_PER_SECOND;
    return true;
  }
}

class EveryNth implements Sieve {
  private seen = 0;

  constructor(private readonly n: number) {}

  keeps(): boolean {
    return this.seen++ % this.n === 0;
  }
}
