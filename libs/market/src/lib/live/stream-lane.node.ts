import type { Ms } from '@aurora/kernel';
import { recordedFrame } from '../recording/recorded-frame';
import type { DisconnectReason, LaneName, LiveFact } from './live-event';
import type { LiveSettings } from './live-options';
import type { LiveTally } from './live-tally';
import { idIn, streamOf } from './live-text';
import { RetryDelays } from './retry-delays';
import { StreamConnection, type ConnectionEnd } from './stream-connection.node';
import { StreamJoin, type StreamMessage } from './stream-join';

export interface LaneHandlers {
  readonly onMessage: (message: StreamMessage) => void;
  /** An open connection was lost, and messages with it. */
  readonly onLost: () => void;
  readonly onFact: (fact: LiveFact) => void;
}

type TimerName = 'reconnect' | 'stable' | 'rollover' | 'overlap';

const PATHS: Readonly<Record<LaneName, string>> = {
  all: '/stream',
  public: '/public/stream',
  market: '/market/stream',
};

/**
 * One sequence of messages out of as many connections as it takes, one after the other: reconnects with growing waits,
 * and before the venue ends a connection has a next one run beside it until that can take over.
 */
export class StreamLane {
  private readonly join: StreamJoin;
  private readonly reconnects: RetryDelays;
  private readonly rollOvers: RetryDelays;
  private current: StreamConnection | null = null;
  private next: StreamConnection | null = null;
  private wanted: ReadonlySet<string>;
  private readonly timers = new Map<TimerName, () => void>();
  private readonly closing = new Set<Promise<void>>();
  private hasBeenOpen = false;

  constructor(
    private readonly name: LaneName,
    streams: Iterable<string>,
    private readonly settings: LiveSettings,
    private readonly tally: LiveTally,
    private readonly handlers: LaneHandlers,
  ) {
    this.wanted = new Set(streams);
    this.join = new StreamJoin(handlers.onMessage);
    this.reconnects = new RetryDelays(settings.random, settings.backoffMs);
    this.rollOvers = new RetryDelays(settings.random, settings.backoffMs);
  }

  start(): void {
    this.current = this.connect();
  }

  /** Carries other streams from now on. A roll-over under way begins anew. */
  carry(streams: Iterable<string>): void {
    this.wanted = new Set(streams);
    if (this.next !== null) this.giveUpNext(this.rollOvers.next());
    if (this.current?.isOpen === true) this.current.carry(this.wanted);
  }

  async stop(): Promise<void> {
    for (const name of [...this.timers.keys()]) this.cancel(name);
    this.close(this.current);
    this.close(this.next);
    this.current = this.next = null;
    await Promise.all(this.closing);
  }

  /** Messages dropped because both connections of a roll-over carried them. */
  get duplicates(): number {
    return this.join.duplicates;
  }

  private get baseUrl(): string {
    return this.settings.wsUrl.replace(/\/+$/, '') + PATHS[this.name];
  }

  private connect(): StreamConnection {
    const streams = this.wanted;
    const connection: StreamConnection = new StreamConnection(
      `${this.baseUrl}?streams=${[...streams].join('/')}`,
      streams,
      this.settings,
      {
        onOpen: () => this.opened(connection),
        onText: (text, localMs) => this.received(connection, text, localMs),
        onSubscribed: (added, removed) => this.handlers.onFact({ kind: 'subscribed', lane: this.name, added, removed }),
        onEnd: (end) => this.ended(connection, end),
      },
    );
    return connection;
  }

  private opened(connection: StreamConnection): void {
    this.tally.connects++;
    this.tally.open++;
    const { name: lane, wanted } = this;
    if (connection === this.next) {
      this.join.begin(wanted);
      return this.later('overlap', this.settings.overlapMs, () => this.overlapOver());
    }
    if (this.hasBeenOpen) this.tally.reconnects++;
    this.hasBeenOpen = true;
    this.join.reset();
    this.settle();
    connection.carry(wanted);
    this.handlers.onFact({ kind: 'connect', lane, url: this.baseUrl, streams: wanted.size });
  }

  private received(connection: StreamConnection, text: string, localMs: Ms): void {
    this.tally.framesReceived++;
    this.tally.bytesReceived += Buffer.byteLength(text);
    const name = streamOf(text);
    const stream = name === '' ? null : this.join.tagOf(name);
    const message: StreamMessage = {
      stream,
      id: stream === null ? NaN : idIn(text, stream.idPattern),
      frame: recordedFrame(localMs, stream?.symbol ?? '', text),
    };
    if (connection === this.next) this.join.fromNext(message);
    else this.join.fromCurrent(message);
    if (this.next !== null && this.join.met) this.promote('joined');
  }

  /** Stable after a while, and too old one day. */
  private settle(): void {
    this.later('stable', this.settings.stableMs, () => this.reconnects.reset());
    this.rollOverIn(this.settings.rollOverMs);
  }

  private rollOverIn(delayMs: Ms): void {
    this.later('rollover', delayMs, () => (this.next = this.connect()));
  }

  private promote(outcome: 'joined' | 'timed_out' | 'old_closed'): void {
    this.cancel('overlap');
    this.close(this.current);
    this.current = this.next;
    this.next = null;
    this.rollOvers.reset();
    this.tally.rollOvers++;
    this.settle();
    this.join.promote();
    this.handlers.onFact({ kind: 'rollover', lane: this.name, outcome });
  }

  private overlapOver(): void {
    if (this.join.nextIsHeard) return this.promote('timed_out');
    const delayMs = this.rollOvers.next();
    this.giveUpNext(delayMs);
    this.rollOverFailed('idle_timeout', 'no market data');
  }

  private ended(connection: StreamConnection, { reason, code, message, retryAfterMs }: ConnectionEnd): void {
    if (connection.hasOpened) this.tally.open--;
    const { name: lane } = this;
    if (connection === this.next) {
      this.next = null;
      this.giveUpNext(Math.max(this.rollOvers.next(), retryAfterMs));
      return this.rollOverFailed(reason, message);
    }
    this.current = null;
    if (this.next?.isOpen === true) return this.promote('old_closed');
    this.cancel('stable');
    this.cancel('rollover');
    if (connection.hasOpened) this.tally.disconnects++;
    else this.tally.connectFailures++;
    const delayMs = this.next === null ? this.reconnectIn(retryAfterMs) : undefined;
    // A next connection that is opening already is the quickest way back.
    this.current ??= this.next;
    this.next = null;
    if (connection.hasOpened) {
      this.handlers.onFact({ kind: 'disconnect', lane, reason, code, message });
      this.handlers.onLost();
    } else this.handlers.onFact({ kind: 'connect_failed', lane, reason, message });
    if (delayMs !== undefined)
      this.handlers.onFact({ kind: 'backoff', lane, attempt: this.reconnects.attempts, delayMs });
  }

  private reconnectIn(leastMs: Ms): Ms {
    const delayMs = Math.max(this.reconnects.next(), leastMs);
    this.later('reconnect', delayMs, () => (this.current = this.connect()));
    return delayMs;
  }

  private giveUpNext(retryMs: Ms): void {
    this.cancel('overlap');
    this.close(this.next);
    this.next = null;
    this.join.abandon();
    this.rollOverIn(retryMs);
  }

  private rollOverFailed(reason: DisconnectReason, message: string): void {
    this.handlers.onFact({ kind: 'rollover_failed', lane: this.name, reason, message });
  }

  private close(connection: StreamConnection | null): void {
    if (connection === null) return;
    if (connection.hasOpened) this.tally.open--;
    const closed = connection.close().then(() => void this.closing.delete(closed));
    this.closing.add(closed);
  }

  private later(name: TimerName, delayMs: Ms, run: () => void): void {
    this.cancel(name);
    const cancel = this.settings.after(delayMs, () => {
      this.timers.delete(name);
      run();
    });
    this.timers.set(name, cancel);
  }

  private cancel(name: TimerName): void {
    this.timers.get(name)?.();
    this.timers.delete(name);
  }
}
