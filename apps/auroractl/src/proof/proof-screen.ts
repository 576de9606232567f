import { stripVTControlCharacters } from 'node:util';
import pc from 'picocolors';

/** Steps of a proof, in order. */
export const STEPS = {
  clean: 'what an earlier proof has left',
  init: 'folders of its own',
  environment: 'market and environment: futures, shadow',
  api: 'the gate: /health and /metrics',
  overlay: 'the production overlay',
  runner: 'the runner, and telemetry',
  tuner: 'the tuner',
  events: 'model, net reward, parent gate, policy, orders',
  tcp: 'TCP connection to the market, from the system',
  sli: 'service levels and the tuner',
  end: 'everything is stopped',
} as const;
export type Step = keyof typeof STEPS;

/** Follows a proof for whoever looks. */
export interface ProofScreen {
  begin(step: Step): void;
  /** What has come about, or what is waited for. */
  note(text: string): void;
  waits(text: string): void;
  done(ok: boolean): void;
  /** Leaves the screen to others; a second time does nothing. */
  close(): void;
}

const NAMES = Object.keys(STEPS) as Step[];
const secondsSince = (startMs: number): string => `${((performance.now() - startMs) / 1000).toFixed(1)} s`;

/** Plain lines on standard error, one for each thing that has come about. */
export class PlainScreen implements ProofScreen {
  private readonly startMs = performance.now();
  private step: Step = 'clean';
  private waiting = '';

  begin(step: Step): void {
    this.step = step;
    this.waiting = '';
    this.say(STEPS[step]);
  }

  note(text: string): void {
    for (const line of text.split('\n')) this.say(`  ${line}`);
  }

  /** Said once, not each time. */
  waits(text: string): void {
    if (text !== this.waiting) this.say(`  waiting for ${text}`);
    this.waiting = text;
  }

  done(ok: boolean): void {
    if (!ok) this.say('  not so');
  }

  close(): void {
    // Every line is written already.
  }

  private say(text: string): void {
    const number = `${NAMES.indexOf(this.step) + 1}/${NAMES.length}`;
    process.stderr.write(`proof ${secondsSince(this.startMs).padStart(7)}  ${number.padStart(5)}  ${text}\n`);
  }
}

const REDRAW_MS = 120;
const SPINNER = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏';

interface Row {
  readonly startMs: number;
  readonly notes: string[];
  tookMs?: number;
  ok?: boolean;
}

/** All steps at once on a terminal, with ticks, times and what is waited for. */
export class LiveScreen implements ProofScreen {
  private readonly rows = new Map<Step, Row>();
  private readonly timer: NodeJS.Timeout;
  private current: Row | undefined;
  private waiting = '';
  private drawn = 0;
  private frame = 0;
  private isClosed = false;

  constructor() {
    process.stderr.write('\x1b[?25l');
    this.timer = setInterval(() => this.draw(), REDRAW_MS);
  }

  begin(step: Step): void {
    this.current = { startMs: performance.now(), notes: [] };
    this.rows.set(step, this.current);
    this.waiting = '';
    this.draw();
  }

  note(text: string): void {
    this.current?.notes.push(...text.split('\n'));
  }

  waits(text: string): void {
    this.waiting = text;
  }

  done(ok: boolean): void {
    if (this.current === undefined) return;
    Object.assign(this.current, { ok, tookMs: performance.now() - this.current.startMs });
    this.waiting = '';
    this.draw();
  }

  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    clearInterval(this.timer);
    this.draw();
    process.stderr.write('\x1b[?25h');
  }

  private draw(): void {
    const width = process.stderr.columns || 80;
    const lines = NAMES.flatMap((step) => this.linesOf(step)).map((line) => cut(line, width));
    const up = this.drawn > 0 ? `\x1b[${this.drawn}A` : '';
    process.stderr.write(`${up}\x1b[J${lines.join('\n')}\n`);
    this.drawn = lines.length;
    this.frame++;
  }

  private linesOf(step: Step): string[] {
    const row = this.rows.get(step);
    if (row === undefined) return [pc.dim(`  · ${STEPS[step]}`)];
    const isOver = row.ok !== undefined;
    const mark = isOver ? (row.ok ? pc.green('✔') : pc.red('✘')) : pc.cyan(SPINNER[this.frame % SPINNER.length]!);
    const ms = isOver ? row.tookMs! : performance.now() - row.startMs;
    const title = `  ${mark} ${STEPS[step].padEnd(50)} ${pc.dim(`${(ms / 1000).toFixed(1)} s`)}`;
    const isWaiting = !isOver && this.waiting !== '';
    const under = [...row.notes, ...(isWaiting ? [`waiting for ${this.waiting}`] : [])];
    return [title, ...under.map((text) => pc.dim(`      ${text}`))];
  }
}

/** Cut to a width, so that a line stays one; colours count for nothing. */
function cut(line: string, width: number): string {
  const plain = stripVTControlCharacters(line);
  return plain.length < width ? line : `${plain.slice(0, width - 2)}…`;
}

/** The screen that fits where standard error goes. */
export const screenFor = (isTerminal: boolean): ProofScreen => (isTerminal ? new LiveScreen() : new PlainScreen());
