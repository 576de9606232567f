import type { Ms } from '@aurora/kernel';
import type { Fault, FaultKind, ScheduledFault } from './fault';

const DEFAULT_DURATION_MS = 1000;
const DEFAULT_GAP_MS = 250;
const DEFAULT_DELAY_MS = 250;

interface ActiveFault {
  readonly fault: Fault;
  readonly endMs: Ms;
}

interface Repeating {
  readonly schedule: ScheduledFault;
  nextMs: Ms;
}

/** Which faults act, and how often each kind has begun. Times are those of the venue's clock. */
export class FaultBoard {
  private active: ActiveFault[] = [];
  private repeating: Repeating[];
  private readonly begun = new Map<FaultKind, number>();

  constructor(schedules: readonly ScheduledFault[], startMs: Ms) {
    this.repeating = schedules.map((schedule) => ({ schedule, nextMs: startMs + schedule.everyMs }));
  }

  get counts(): Partial<Record<FaultKind, number>> {
    return Object.fromEntries(this.begun);
  }

  /** Kinds that act, each once, in the order in which they began. */
  get activeKinds(): FaultKind[] {
    return [...new Set(this.active.map(({ fault }) => fault.kind))];
  }

  /** Begins a fault; one of the same kind and symbol is replaced. */
  begin(fault: Fault, nowMs: Ms): void {
    this.begun.set(fault.kind, (this.begun.get(fault.kind) ?? 0) + 1);
    if (fault.kind === 'disconnect') return;
    const others = this.active.filter(
      (other) => other.fault.kind !== fault.kind || other.fault.symbol !== fault.symbol,
    );
    const lastsMs = fault.durationMs ?? (fault.kind === 'gap' ? DEFAULT_GAP_MS : DEFAULT_DURATION_MS);
    this.active = [...others, { fault, endMs: nowMs + lastsMs }];
  }

  /** Ends what is over and begins what is due; returns what has begun. */
  advance(nowMs: Ms): Fault[] {
    this.active = this.active.filter(({ endMs }) => nowMs < endMs);
    const begun: Fault[] = [];
    for (const entry of this.repeating) {
      if (nowMs < entry.nextMs) continue;
      const { fault, everyMs } = entry.schedule;
      entry.nextMs += everyMs * (1 + Math.floor((nowMs - entry.nextMs) / everyMs));
      this.begin(fault, nowMs);
      begun.push(fault);
    }
    return begun;
  }

  /** Whether a kind of fault acts on a symbol; without one, whether it acts at all. */
  isActive(kind: FaultKind, symbol?: string): boolean {
    return this.active.some(
      ({ fault }) =>
        fault.kind === kind && (symbol === undefined || fault.symbol === undefined || fault.symbol === symbol),
    );
  }

  /** By how much frames are late, ms. */
  get delayMs(): Ms {
    const slow = this.active.filter(({ fault }) => fault.kind === 'slow');
    return Math.max(0, ...slow.map(({ fault }) => fault.delayMs ?? DEFAULT_DELAY_MS));
  }

  /** Ends all, what would come back too. */
  clear(): void {
    this.active = [];
    this.repeating = [];
  }
}
