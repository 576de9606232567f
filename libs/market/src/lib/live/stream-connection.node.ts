import type { IncomingMessage } from 'node:http';
import type { Ms } from '@aurora/kernel';
import WebSocket, { type RawData } from 'ws';
import type { DisconnectReason } from './live-event';
import type { LiveSettings } from './live-options';
import { controlAnswer } from './live-text';
import { retryAfterMs } from './retry-after';

/** How a connection ended. */
export interface ConnectionEnd {
  readonly reason: DisconnectReason;
  readonly code: number;
  readonly message: string;
  /** How long the venue wants to be left alone; 0 when it did not say. */
  readonly retryAfterMs: Ms;
}

export interface ConnectionHandlers {
  readonly onOpen: () => void;
  /** Every text but answers to our own requests, with the time of its receipt. */
  readonly onText: (text: string, localMs: Ms) => void;
  readonly onSubscribed: (added: number, removed: number) => void;
  /** Once, however it ends; never after `close`. */
  readonly onEnd: (end: ConnectionEnd) => void;
}

export type ConnectionSettings = Pick<
  LiveSettings,
  'after' | 'nowMs' | 'connectTimeoutMs' | 'pingTimeoutMs' | 'idleTimeoutMs'
>;

/** Compression costs latency; a snapshot-sized text is the largest the venue sends. */
const SOCKET_OPTIONS = { perMessageDeflate: false, maxPayload: 16 * 1024 * 1024 };
const CLOSE_TIMEOUT_MS = 500;
const NORMAL_CLOSURE = 1000;
const NO_CLOSE_FRAME = 1006;

/**
 * One websocket from opening to end. Ends itself when it does not open in time, when nothing comes any more, or when a
 * subscription is not acknowledged. Pings of the venue are answered by `ws`.
 */
export class StreamConnection {
  private readonly socket: WebSocket;
  private readonly streams: Set<string>;
  private handlers: ConnectionHandlers | null;
  private wasOpen = false;
  private fault: Omit<ConnectionEnd, 'code'> | null = null;
  private readonly cancels = new Map<string, () => void>();
  private readonly unanswered = new Map<number, { added: number; removed: number }>();
  private nextRequestId = 1;
  private isHeard = false;
  private isPinged = false;
  private hasData = false;

  constructor(
    url: string,
    streams: Iterable<string>,
    private readonly settings: ConnectionSettings,
    handlers: ConnectionHandlers,
  ) {
    this.streams = new Set(streams);
    this.handlers = handlers;
    this.socket = new WebSocket(url, SOCKET_OPTIONS);
    this.socket.on('open', () => this.opened());
    this.socket.on('message', (data) => this.received(data));
    this.socket.on('ping', () => (this.isHeard = true));
    this.socket.on('pong', () => (this.isHeard = true));
    this.socket.on('error', (error) => this.blame('error', error.message));
    this.socket.on('unexpected-response', (_, response) => this.refused(response));
    this.socket.on('close', (code, reason) => this.closed(code, reason.toString()));
    this.later('connect', settings.connectTimeoutMs, () => this.fail('connect_timeout', 'did not open in time'));
  }

  get isOpen(): boolean {
    return this.handlers !== null && this.socket.readyState === WebSocket.OPEN;
  }

  /** It is open, or was. */
  get hasOpened(): boolean {
    return this.wasOpen;
  }

  /** Makes the streams carried those of `wanted`; an answer that does not come in time, or is no, ends the connection. */
  carry(wanted: ReadonlySet<string>): void {
    const added = [...wanted].filter((name) => !this.streams.has(name));
    const removed = [...this.streams].filter((name) => !wanted.has(name));
    if (removed.length > 0) this.request('UNSUBSCRIBE', removed);
    if (added.length > 0) this.request('SUBSCRIBE', added);
    for (const name of removed) this.streams.delete(name);
    for (const name of added) this.streams.add(name);
  }

  /** Ends it without a word to the handlers; resolves when the socket is closed, at the latest after half a second. */
  close(): Promise<void> {
    this.handlers = null;
    this.cancelTimers();
    if (this.socket.readyState === WebSocket.CLOSED) return Promise.resolve();
    return new Promise((resolve) => {
      this.socket.once('close', () => resolve());
      this.later('close', CLOSE_TIMEOUT_MS, () => this.socket.terminate());
      this.socket.close(NORMAL_CLOSURE);
    });
  }

  private opened(): void {
    this.cancel('connect');
    this.wasOpen = true;
    this.isHeard = true;
    this.watchLife();
    this.watchData();
    this.handlers?.onOpen();
  }

  private received(data: RawData): void {
    const localMs = this.settings.nowMs();
    this.isHeard = true;
    const text = data.toString();
    if (this.unanswered.size > 0 && this.answered(text)) return;
    this.hasData = true;
    this.handlers?.onText(text, localMs);
  }

  private answered(text: string): boolean {
    const answer = controlAnswer(text);
    const change = answer === undefined ? undefined : this.unanswered.get(answer.id);
    if (answer === undefined || change === undefined) return false;
    this.unanswered.delete(answer.id);
    this.cancel(`request ${answer.id}`);
    if (answer.ok) this.handlers?.onSubscribed(change.added, change.removed);
    else this.fail('subscribe_failed', text);
    return true;
  }

  private request(method: 'SUBSCRIBE' | 'UNSUBSCRIBE', params: readonly string[]): void {
    const id = this.nextRequestId++;
    const count = params.length;
    this.unanswered.set(id, method === 'SUBSCRIBE' ? { added: count, removed: 0 } : { added: 0, removed: count });
    this.later(`request ${id}`, this.settings.connectTimeoutMs, () => this.fail('subscribe_failed', 'no answer'));
    this.socket.send(JSON.stringify({ method, params, id }));
  }

  /** Two silent stretches in a row, the second one with a ping that should have been answered, and it is dead. */
  private watchLife(): void {
    this.later('life', this.settings.pingTimeoutMs, () => {
      if (!this.isHeard && this.isPinged) return this.fail('ping_timeout', 'silent');
      this.isPinged = !this.isHeard;
      if (this.isPinged) this.socket.ping();
      this.isHeard = false;
      this.watchLife();
    });
  }

  private watchData(): void {
    this.later('data', this.settings.idleTimeoutMs, () => {
      if (!this.hasData) return this.fail('idle_timeout', 'no market data');
      this.hasData = false;
      this.watchData();
    });
  }

  private refused(response: IncomingMessage): void {
    const wait = retryAfterMs(response.statusCode, response.headers['retry-after']);
    this.blame('refused', `HTTP ${response.statusCode}`, wait);
    this.socket.terminate();
  }

  /** The first fault is the cause, those that follow are its consequences. */
  private blame(reason: DisconnectReason, message: string, waitMs: Ms = 0): void {
    this.fault ??= { reason, message, retryAfterMs: waitMs };
  }

  private fail(reason: DisconnectReason, message: string): void {
    this.blame(reason, message);
    this.socket.terminate();
  }

  private closed(code: number, reason: string): void {
    this.cancelTimers();
    const handlers = this.handlers;
    this.handlers = null;
    const fault = this.fault ?? { reason: 'closed' as const, message: reason, retryAfterMs: 0 };
    handlers?.onEnd({ ...fault, code: fault.reason === 'closed' ? code : NO_CLOSE_FRAME });
  }

  private later(name: string, delayMs: Ms, run: () => void): void {
    const cancel = this.settings.after(delayMs, () => {
      this.cancels.delete(name);
      run();
    });
    this.cancels.set(name, cancel);
  }

  private cancel(name: string): void {
    this.cancels.get(name)?.();
    this.cancels.delete(name);
  }

  private cancelTimers(): void {
    for (const name of [...this.cancels.keys()]) this.cancel(name);
  }
}
