/** What one run does. Times of the market are those of the recording. */
export interface RunnerOptions {
  readonly source: { readonly recording: string } | { readonly generatorSeed: number };
  /** Times real time, or as fast as it goes. */
  readonly speed: number | 'max';
  /** Length of the run in market time, ms; `Infinity` to the end of the source. */
  readonly durationMs: number;
  readonly apiUrl: string;
  readonly apiToken: string | undefined;
  readonly requestTimeoutMs: number;
  /** Folder for `runner.jsonl`; nothing is written without it. */
  readonly sessionDir: string | undefined;
  /** Upper case; all of the source when `undefined`. */
  readonly symbols: readonly string[] | undefined;
  /** Smallest |score| that wants an opening, and the opposite score that closes a position. */
  readonly minScore: number;
  /** Least time between two questions for one symbol, market ms. */
  readonly askIntervalMs: number;
  /** Value of an opening, quote currency. */
  readonly notionalUsdt: number;
  /** Equity that day PnL is measured against, quote currency. */
  readonly equityUsdt: number;
  /** Taker fees of a round trip, bps of notional; half is paid on each side. */
  readonly feesBps: number;
  /** Horizon of a position: stop and target are scaled to it, and it is closed after it. */
  readonly holdMs: number;
  /** Target distance over stop distance. */
  readonly rewardRisk: number;
  /** Quantity step of the venue, base units, as a decimal text. */
  readonly lotStep: string;
  /** Market time from a question to its order's arrival at the market. */
  readonly orderLatencyMs: number;
  /** A book without an update for longer is stale. */
  readonly staleMs: number;
}

/** Injection tokens of what a run is given from outside. */
export const RUNNER_OPTIONS = Symbol('runner options');
export const WRITE_LINE = Symbol('write line');

/** Takes one line of machine-readable output, without its line feed. */
export type WriteLine = (line: string) => void;
