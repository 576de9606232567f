import type { Ms } from '@aurora/kernel';

/** Which connection: `all` carries every stream; of a split venue `public` carries the books and `market` trades and mark prices. */
export type LaneName = 'all' | 'public' | 'market';

/**
 * Why a connection ended or was not made: `closed` by the venue, `error` of the network or the protocol, `refused` with
 * an HTTP answer, `connect_timeout`, `ping_timeout` (nothing at all came), `idle_timeout` (alive, but no market data),
 * `subscribe_failed` (a changed list of symbols was not acknowledged).
 */
export type DisconnectReason =
  'closed' | 'error' | 'refused' | 'connect_timeout' | 'ping_timeout' | 'idle_timeout' | 'subscribe_failed';

/** `sequence`: the consumer's book missed an update. `disconnect`: the connection was lost. `slow_consumer`: queued diffs were given up. */
export type GapReason = 'sequence' | 'disconnect' | 'slow_consumer';

/** Why a snapshot is fetched again: the venue said no, gave no usable answer, or one older than the first diff. */
export type SnapshotFault = 'rate_limited' | 'failed' | 'bad_answer' | 'too_old';

/** Something that happened to the source. */
export type LiveFact =
  | { readonly kind: 'connect'; readonly lane: LaneName; readonly url: string; readonly streams: number }
  | {
      readonly kind: 'disconnect';
      readonly lane: LaneName;
      readonly reason: DisconnectReason;
      /** Close code (RFC 6455); 1006 when no close frame came. */
      readonly code: number;
      readonly message: string;
    }
  /** A connection could not be made. */
  | {
      readonly kind: 'connect_failed';
      readonly lane: LaneName;
      readonly reason: DisconnectReason;
      readonly message: string;
    }
  /** The next attempt on a connection waits. `attempt` counts from 1 since the last stable connection. */
  | { readonly kind: 'backoff'; readonly lane: LaneName; readonly attempt: number; readonly delayMs: Ms }
  /**
   * A new connection has taken over from an old one. `joined`: every stream was seen on both; `timed_out`: not every
   * stream had a message in the time given; `old_closed`: the old one ended first, updates may be missing.
   */
  | {
      readonly kind: 'rollover';
      readonly lane: LaneName;
      readonly outcome: 'joined' | 'timed_out' | 'old_closed';
    }
  /** The new connection of a roll-over was lost; the old one goes on and another is tried later. */
  | {
      readonly kind: 'rollover_failed';
      readonly lane: LaneName;
      readonly reason: DisconnectReason;
      readonly message: string;
    }
  | { readonly kind: 'subscribed'; readonly lane: LaneName; readonly added: number; readonly removed: number }
  /** The book of a symbol is no longer in step; once a loss, whoever noticed it first. */
  | { readonly kind: 'gap'; readonly symbol: string; readonly reason: GapReason; readonly dropped: number }
  | { readonly kind: 'snapshot'; readonly symbol: string; readonly lastUpdateId: number; readonly attempts: number }
  | {
      readonly kind: 'snapshot_retry';
      readonly symbol: string;
      readonly reason: SnapshotFault;
      readonly message: string;
      readonly delayMs: Ms;
    }
  /** Messages of which only the newest counts were dropped from a full queue. */
  | { readonly kind: 'conflated'; readonly dropped: number; readonly queueLength: number };

/** A fact and when it happened. */
export type LiveEvent = LiveFact & { readonly atMs: Ms };

/** Fields of an event for a log, in the log's own spelling; kind and time not among them. */
export function liveEventDetails(event: LiveEvent): Record<string, string | number> {
  const { kind: _, atMs: __, ...facts } = event;
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [name.replace(/[A-Z]/g, (big) => `_${big.toLowerCase()}`), value]),
  );
}
