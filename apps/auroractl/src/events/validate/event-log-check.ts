import { EventGlance, isReplayCode, parseRecord, validateEventLine } from '@aurora/events';
import { isLegacy } from '../legacy-line';
import type { Findings } from './findings';

/** Ids are held to compare with the denied orders; of a log with more, they are not. */
const MOST_IDS = 300_000;
const NS_PER_S = 1_000_000_000n;

interface Run {
  readonly file: string;
  readonly line: number;
  last: bigint;
  started: boolean;
  /** It wrote what replay needs, as a gate does. */
  isGate: boolean;
}

/** Checks the lines of one event log in their order: each against the schema, and what only shows across lines. */
export class EventLogCheck {
  private readonly event = new EventGlance();
  private readonly runs = new Map<string, Run>();
  private currentRunId: string | null = null;
  private readonly legacyFiles = new Map<string, number>();
  private readonly heldBack = new Map<string, number>();
  private readonly denied = new Set<string>();
  private firstNs: bigint | null = null;
  private lastNs: bigint | null = null;

  constructor(private readonly findings: Findings) {}

  check(text: string, file: string, number: number): void {
    if (isLegacy(text)) {
      this.legacyFiles.set(file, (this.legacyFiles.get(file) ?? 0) + 1);
      return;
    }
    const problems = validateEventLine(text);
    if (problems.length > 0) this.refuse(problems, text, file, number);
    else this.follow(text, file, number);
  }

  /** @param hasBeginning nothing older than these lines was deleted, and they are of a gate: every run has its start. */
  end(hasBeginning: boolean): void {
    for (const [file, count] of this.legacyFiles)
      this.findings.add('legacy', file, null, `${count} lines of the legacy schema; --legacy converts them`);
    for (const [runId, run] of this.runs) {
      if (run.started || !run.isGate || !hasBeginning) continue;
      this.findings.add(
        'no_startup',
        run.file,
        run.line,
        `run ${runId} has no AURORA.STARTUP.OK, so it cannot be replayed`,
      );
    }
    for (const [code, count] of this.heldBack)
      this.findings.notes.push(
        `${count} events ${code} were held back by sampling or rate limit, as those after them say`,
      );
  }

  get runCount(): number {
    return this.runs.size;
  }

  /** Whether the log should hold the decision of a denied order of that time, and does not. */
  lacksDecision(decisionId: string, tsIso: string): boolean {
    if (this.firstNs === null || this.lastNs === null || !this.canCompare) return false;
    const ms = Date.parse(tsIso);
    // Whole milliseconds on both sides; what is younger than the last event may only not have been read.
    if (ms <= Number(this.firstNs / 1_000_000n) || ms >= Number(this.lastNs / 1_000_000n)) return false;
    return !this.denied.has(decisionId);
  }

  get canCompare(): boolean {
    return this.denied.size < MOST_IDS;
  }

  private refuse(problems: readonly string[], text: string, file: string, number: number): void {
    const message = problems.join('; ');
    if (message.startsWith('not JSON')) return this.findings.add('not_json', file, number, message);
    const code = (JSON.parse(text) as { readonly event_code?: unknown } | null)?.event_code;
    const isCode = problems.length === 1 && message.startsWith('event_code ');
    if (isCode) this.findings.add('unknown_code', file, number, `unknown event code ${JSON.stringify(code)}`);
    else this.findings.add('schema', file, number, message);
  }

  private follow(text: string, file: string, line: number): void {
    const { event } = this;
    const bytes = Buffer.from(text);
    event.read(bytes, 0, bytes.length);
    const tsNs = BigInt(event.seconds) * NS_PER_S + BigInt(event.nanos);
    const run = this.runOf(event.runId, file, line);
    if (run.last >= tsNs)
      this.findings.add(
        'time_order',
        file,
        line,
        `ts_ns ${tsNs} is not after ${run.last} of the event before in its run`,
      );
    run.last = tsNs;
    run.started ||= event.code === 'AURORA.STARTUP.OK';
    run.isGate ||= isReplayCode(event.code);
    this.firstNs ??= tsNs;
    this.lastNs = tsNs;
    if (event.heldBack > 0) this.heldBack.set(event.code, (this.heldBack.get(event.code) ?? 0) + event.heldBack);
    if (event.code === 'HEALTH.RECOVERY') this.noteRecovery(text, file, line);
    if (event.code === 'POLICY.DECISION' && event.allow === false && event.decisionId !== null && this.canCompare)
      this.denied.add(event.decisionId);
  }

  /** A start says what it found torn. */
  private noteRecovery(text: string, file: string, line: number): void {
    const { file: torn, torn_bytes: bytes } = parseRecord(text).details;
    if (typeof bytes === 'number')
      this.findings.notes.push(
        `${file}:${line}: a start found the last line of ${String(torn)} torn and cut ${bytes} bytes off`,
      );
  }

  private runOf(runId: string, file: string, line: number): Run {
    const known = this.runs.get(runId);
    if (known !== undefined && runId !== this.currentRunId)
      this.findings.add('two_writers', file, line, `run ${runId} goes on after run ${this.currentRunId} had begun`);
    this.currentRunId = runId;
    if (known !== undefined) return known;
    const run: Run = { file, line, last: 0n, started: false, isGate: false };
    this.runs.set(runId, run);
    return run;
  }
}
