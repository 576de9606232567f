import { msToNs, type Clock, type Ms, type TsNs } from '@aurora/kernel';

/** Time as the market has it. A recording's stands at its last frame; a live one's runs with the machine, times the speed of the venue. */
export class MarketClock implements Clock {
  private lastMs: Ms = NaN;

  /** @param live time of the machine with fractions, ms; `null` for a recording. */
  constructor(
    private readonly live: (() => Ms) | null,
    private readonly speed = 1,
    private readonly startMs: Ms = live?.() ?? NaN,
  ) {}

  /** Fractions of a ms included; NaN in a recording before its first frame. */
  nowMs(): Ms {
    return this.live === null ? this.lastMs : this.startMs + (this.live() - this.startMs) * this.speed;
  }

  nowNs(): TsNs {
    return msToNs(this.nowMs());
  }

  /** Takes the time of a frame; live time needs none. */
  frameAt(ms: Ms): void {
    this.lastMs = ms;
  }

  /** Time of the machine since a moment of the market, ms. */
  realMsSince(marketMs: Ms): Ms {
    return this.realMs(this.nowMs() - marketMs);
  }

  /** Time of the machine in which so much of the market's passes. */
  realMs(marketMs: Ms): Ms {
    return marketMs / this.speed;
  }
}
