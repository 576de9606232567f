import { createHistogram } from 'node:perf_hooks';
import { gateCode, type EventCode, type EventGlance } from '@aurora/events';
import { Tally } from './tally';

/** A run of the program that wrote the log. */
interface Run {
  lines: number;
  first: Moment;
  last: Moment;
  started: boolean;
}

interface Moment {
  readonly seconds: number;
  readonly nanos: number;
}

/** A line that could not be read. */
export interface BadLineNote {
  readonly file: string;
  /** `null` where reading did not begin at the first line. */
  readonly line: number | null;
  readonly reason: string;
}

const MOST_BAD_LINES_SHOWN = 10;
const SECONDS_PER_HOUR = 3600;

const ORDER_ENDS: Readonly<Record<string, readonly EventCode[]>> = {
  submitted: ['ORDER.SUBMIT'],
  filled: ['ORDER.FILL'],
  cancelled: ['ORDER.CANCEL', 'ORDER.CANCEL.ACK'],
  rejected: ['ORDER.REJECT'],
  expired: ['ORDER.EXPIRE'],
};

/** Adds up a log, one event at a time; memory does not grow with their number. */
export class LogSummary {
  private lines = 0;
  private badLines = 0;
  private readonly firstBad: BadLineNote[] = [];
  private tornLines = 0;
  private outOfOrder = 0;
  private heldBack = 0;
  private allowed = 0;
  private denied = 0;
  private readonly codes = new Tally<EventCode>();
  private readonly reasons = new Tally<string>();
  private readonly symbols = new Tally<string>();
  private readonly hours = new Tally<number>();
  private readonly codeOfReason = new Map<string, string>();
  /** µs: whole numbers from 1 on, three significant digits. */
  private readonly latencies = createHistogram({ figures: 3 });
  private readonly runs = new Map<string, Run>();
  private run: Run | null = null;
  private runId = '';
  private previous: Moment | null = null;
  private silence = { seconds: 0, until: null as Moment | null };

  add(event: EventGlance): void {
    this.lines++;
    const { code, symbol, seconds, nanos } = event;
    const isDecision = code === 'POLICY.DECISION';
    const allow = isDecision ? event.allow : null;
    this.codes.add(code, allow);
    this.hours.add(Math.floor(seconds / SECONDS_PER_HOUR), allow);
    if (symbol !== null) this.symbols.add(symbol, allow);
    this.heldBack += event.heldBack;
    if (allow !== null) this.decided(allow, event);
    this.moveOn(event, { seconds, nanos });
  }

  addBad(note: BadLineNote): void {
    this.badLines++;
    if (this.firstBad.length < MOST_BAD_LINES_SHOWN) this.firstBad.push(note);
  }

  addTorn(): void {
    this.tornLines++;
  }

  private decided(allow: boolean, { reason, latencyMs }: EventGlance): void {
    if (allow) this.allowed++;
    else this.denied++;
    this.reasons.add(this.withoutNumbers(reason ?? 'unknown'), allow);
    if (latencyMs !== null && latencyMs >= 0) this.latencies.record(Math.max(1, Math.round(latencyMs * 1000)));
  }

  private withoutNumbers(reason: string): string {
    let code = this.codeOfReason.get(reason);
    if (code === undefined) {
      code = gateCode(reason);
      if (this.codeOfReason.size < 1000) this.codeOfReason.set(reason, code);
    }
    return code;
  }

  private moveOn({ runId, code }: EventGlance, now: Moment): void {
    if (this.run === null || runId !== this.runId) {
      this.run = this.runs.get(runId) ?? { lines: 0, first: now, last: now, started: false };
      this.runs.set(runId, this.run);
      this.runId = runId;
    } else if (!isAfter(now, this.run.last)) this.outOfOrder++;
    this.run.lines++;
    this.run.last = now;
    this.run.started ||= code === 'AURORA.STARTUP.OK';
    if (this.previous !== null) {
      const seconds = now.seconds - this.previous.seconds + (now.nanos - this.previous.nanos) / 1e9;
      if (seconds > this.silence.seconds) this.silence = { seconds, until: now };
    }
    this.previous = now;
  }

  /** As `events summary --json` says it. */
  result() {
    const decisions = this.allowed + this.denied;
    const runs = [...this.runs].map(([runId, { lines, first, last, started }]) => ({
      run_id: runId,
      lines,
      from: isoOf(first),
      to: isoOf(last),
      started,
    }));
    const moments = [...this.runs.values()];
    const from = moments.map(({ first }) => first).reduce(earlier, null);
    const to = moments.map(({ last }) => last).reduce(later, null);
    return {
      from: from && isoOf(from),
      to: to && isoOf(to),
      from_ns: from && nsText(from),
      to_ns: to && nsText(to),
      span_s: from && to ? to.seconds - from.seconds + (to.nanos - from.nanos) / 1e9 : 0,
      lines: this.lines,
      events_by_code: this.codes.byCount().map(([code, { events }]) => ({ code, events })),
      decisions: {
        total: decisions,
        allow: this.allowed,
        deny: this.denied,
        deny_rate: decisions === 0 ? null : this.denied / decisions,
        by_reason: this.reasons.byCount().map(([reason, { allow, deny }]) => ({ reason, allow, deny })),
        by_symbol: this.symbols.byCount().map(([symbol, count]) => ({ symbol, ...count })),
        by_hour: this.hours.byKey().map(([hour, count]) => ({ hour: hourText(hour), ...count })),
      },
      latency_ms: this.latencyResult(),
      orders: { ...this.orderEnds(), denied: this.denied },
      runs,
      held_back: this.heldBack,
      out_of_order: this.outOfOrder,
      longest_silence: this.silence.until && {
        seconds: this.silence.seconds,
        until: isoOf(this.silence.until),
      },
      bad_lines: { count: this.badLines, first: this.firstBad },
      torn_lines: this.tornLines,
    };
  }

  private latencyResult() {
    const { latencies } = this;
    if (latencies.count === 0) return null;
    const at = (percent: number): number => latencies.percentile(percent) / 1000;
    return { count: latencies.count, p50: at(50), p95: at(95), p99: at(99), max: latencies.max / 1000 };
  }

  private orderEnds(): Record<string, number> {
    const counts = new Map(this.codes.byCount().map(([code, { events }]) => [code as string, events]));
    return Object.fromEntries(
      Object.entries(ORDER_ENDS).map(([end, codes]) => [
        end,
        codes.reduce((sum, code) => sum + (counts.get(code) ?? 0), 0),
      ]),
    );
  }
}

/** What a summary says. */
export type SummaryResult = ReturnType<LogSummary['result']>;

const isAfter = (a: Moment, b: Moment): boolean =>
  a.seconds > b.seconds || (a.seconds === b.seconds && a.nanos > b.nanos);

const earlier = (a: Moment | null, b: Moment): Moment => (a === null || isAfter(a, b) ? b : a);
const later = (a: Moment | null, b: Moment): Moment => (a === null || isAfter(b, a) ? b : a);

const nsText = ({ seconds, nanos }: Moment): string => `${seconds}${String(nanos).padStart(9, '0')}`;

const isoOf = ({ seconds, nanos }: Moment): string => new Date(seconds * 1000 + Math.floor(nanos / 1e6)).toISOString();

const hourText = (hour: number | string): string =>
  typeof hour === 'string' ? hour : `${new Date(hour * 3_600_000).toISOString().slice(0, 13)}:00Z`;
