/** Where market data comes from. */
export type MarketSource =
  | { readonly kind: 'recording'; readonly folder: string }
  | { readonly kind: 'live'; readonly wsUrl: string; readonly restUrl: string };

/** A moment of a recording: so long after its first frame, or a time, ms. */
export type MarketMoment = { readonly offsetMs: number } | { readonly atMs: number };

/** What one run does, as its command line says; how it trades stands in the configuration. */
export interface RunnerOptions {
  readonly source: MarketSource;
  /** Times real time, or as fast as it goes. Of a live venue: how fast its clock runs. */
  readonly speed: number | 'max';
  /** Length of the run in market time, ms; `Infinity` to the end of the source. */
  readonly durationMs: number;
  /** From when on a recording is traded: what is before builds books and scales; `undefined`: from its beginning. */
  readonly from: MarketMoment | undefined;
  /** When the run of a recording ends; `undefined`: at its end, or after the duration. */
  readonly until: MarketMoment | undefined;
  /** Upper case, the parent first. */
  readonly symbols: readonly string[];
  /** Symbol whose moves the child needs; the first of the symbols when `undefined`. */
  readonly parent: string | undefined;
  /** Symbol the parent gate watches over; the second of the symbols when `undefined`. */
  readonly child: string | undefined;
  readonly gate: 'http' | 'in-process';
  readonly apiUrl: string;
  readonly apiToken: string | undefined;
  readonly opsToken: string | undefined;
  /** Whether the command line brought an overlay of its own, which then stays. */
  readonly hasOverlay: boolean;
  /** Session folder; the runner's own log stands in `runner/` below it. */
  readonly sessionDir: string;
  /** Folder for a recording of what a live venue sends; `undefined`: none is made. */
  readonly recordTo: string | undefined;
  /** Names the run where chance may not: order ids and the run id of a recording. */
  readonly seed: number;
  /** Port of `/metrics`, 0 for any free one; `undefined`: none. */
  readonly metricsPort: number | undefined;
  /** Exchange information of the venue as a file; asked of a live venue when `undefined`. */
  readonly exchangeInfo: string | undefined;
}

/** Injection tokens of what a run is given from outside. */
export const RUNNER_OPTIONS = Symbol('runner options');
export const RUNNER_CONFIG = Symbol('runner configuration');
/** The configuration with its digest and its sources. */
export const RESOLVED_CONFIG = Symbol('resolved configuration');
/** Names the run in its order ids. */
export const RUN_ID = Symbol('run id');
export const WRITE_LINE = Symbol('write line');

/** Takes one line of machine-readable output, without its line feed. */
export type WriteLine = (line: string) => void;

/** Whether time is that of a recording, so that the same run is the same again. */
export const isRecorded = ({ source }: RunnerOptions): boolean => source.kind === 'recording';
