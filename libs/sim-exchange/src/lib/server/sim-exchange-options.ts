import type { Ms } from '@aurora/kernel';
import type { FaultKind, ScheduledFault } from '../faults/fault';
import type { SymbolSpec } from '../symbols/symbol-spec';

/** The clock of the venue and what wakes it. */
export interface VenueTime {
  /** Wall clock, ms since the epoch: what clients see in `E` and `T`. Must not go back. */
  nowMs(): Ms;
  /** Calls `run` again and again, `everyMs` apart. The answer ends it. */
  every(everyMs: Ms, run: () => void): () => void;
}

export interface SimExchangeOptions {
  /** 0, the default, takes any free one. */
  readonly port?: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Seed of the generated market, default 1. */
  readonly seed?: number;
  /** Known names or whole specs, the parent first. Default BTCUSDT, ETHUSDT; of a recording all it holds. */
  readonly symbols?: readonly (string | SymbolSpec)[];
  /** As in `MarketOptions`. */
  readonly framesPerSec?: number;
  /** Folder of a recording to play instead of a generated market. */
  readonly recording?: string;
  /** Starts the recording over at its end, ids and times going on. */
  readonly loop?: boolean;
  /** Market time over real time, positive, default 1. */
  readonly speed?: number;
  /** `2026` adds the fields `st` and `ps`. Default `2024`. */
  readonly wire?: '2024' | '2026';
  readonly faults?: readonly ScheduledFault[];
  /** Pause between the venue's pings, default 180 000. */
  readonly pingEveryMs?: Ms;
  /** A client that answers no ping for so long is disconnected, default 600 000. */
  readonly pongTimeoutMs?: Ms;
  /** A connection ends at this age, default 24 h. */
  readonly maxConnectionMs?: Ms;
  /** A client with more unsent bytes is disconnected, default 8 MiB. */
  readonly maxBufferedBytes?: number;
  /** REST weight a minute and address before 429, default 2400. */
  readonly weightLimit?: number;
  /** Default: the clock and the timers of the machine. */
  readonly time?: VenueTime;
  /** Hears once that the recording is over. */
  readonly onEnded?: () => void;
}

/** Where the venue listens. */
export interface Listening {
  /** As `http://127.0.0.1:4321`. */
  readonly url: string;
  readonly wsUrl: string;
  readonly symbols: readonly string[];
}

/** What `GET /sim/status` answers, in the spelling of the wire. */
export interface SimStatus {
  readonly uptime_ms: Ms;
  readonly clients: number;
  readonly connections_total: number;
  readonly frames_sent: number;
  /** Frames sent by stream, as `btcusdt@bookTicker`. */
  readonly by_stream: Readonly<Record<string, number>>;
  /** How often each kind of fault has begun. */
  readonly faults: Readonly<Partial<Record<FaultKind, number>>>;
  /** Kinds of fault that act now. */
  readonly active_faults: readonly FaultKind[];
  /** Attempts at what only an account may do; every one was refused. */
  readonly order_requests: number;
  readonly rest_requests: number;
  /** Clients cut off because they read too slowly. */
  readonly slow_clients: number;
  /** True once a recording without loop is over. */
  readonly ended: boolean;
}
