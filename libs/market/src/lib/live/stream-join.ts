import type { RecordedFrame } from '../recording/recorded-frame';
import { streamTag, type StreamTag } from './stream-channel';

/** A text received: `stream` and `id` are `null` and NaN when it does not say where it belongs. */
export interface StreamMessage {
  readonly stream: StreamTag | null;
  readonly id: number;
  readonly frame: RecordedFrame;
}

/** How far one stream has come. */
interface Track {
  lastId: number;
  /** Ids up to here have been handed on before the connection changed; −1 when that is over. */
  floorId: number;
  /** First id of the next connection; NaN before its first message. */
  firstNextId: number;
  /** The old connection has come to where the next one begins: from there on each has everything. */
  met: boolean;
}

/**
 * Makes one sequence out of two connections that carry the same streams, each message once and in order of its id.
 *
 * Messages of the next connection are held back until the current one has come to the first of them; only then is it
 * known that nothing lies in between. From then on whichever connection has the next id first hands it on, so that either
 * may end at any moment. With one connection everything passes as it comes: an id that goes back is for the consumer to see.
 */
export class StreamJoin {
  /** Messages dropped because they had been handed on before. */
  duplicates = 0;
  private readonly tags = new Map<string, StreamTag>();
  private readonly tracks = new Map<StreamTag, Track>();
  private held: StreamMessage[] = [];
  private unmet: Set<StreamTag> | null = null;
  private isNextHeard = false;

  constructor(private readonly emit: (message: StreamMessage) => void) {}

  tagOf(name: string): StreamTag {
    let tag = this.tags.get(name);
    if (tag === undefined) this.tags.set(name, (tag = streamTag(name)));
    return tag;
  }

  /** Every stream has been seen on both connections. */
  get met(): boolean {
    return this.unmet?.size === 0;
  }

  /** The next connection has had a message. */
  get nextIsHeard(): boolean {
    return this.isNextHeard;
  }

  fromCurrent(message: StreamMessage): void {
    const { stream, id } = message;
    if (stream === null || Number.isNaN(id)) return this.emit(message);
    const track = this.trackOf(stream);
    if (id <= (track.met ? track.lastId : track.floorId)) return this.drop();
    track.floorId = -1;
    track.lastId = id;
    this.emit(message);
    if (id >= track.firstNextId && !track.met) this.meet(stream, track);
  }

  /** A text without an id has nothing to be joined by; the current connection has it too. */
  fromNext(message: StreamMessage): void {
    const { stream, id } = message;
    if (stream === null || Number.isNaN(id)) return;
    this.isNextHeard = true;
    const track = this.trackOf(stream);
    if (track.met) return this.emitNewer(message, track);
    this.held.push(message);
    if (Number.isNaN(track.firstNextId)) track.firstNextId = id;
    if (track.lastId >= track.firstNextId) this.meet(stream, track);
  }

  /** A next connection is open. */
  begin(streams: Iterable<string>): void {
    this.forgetNext();
    this.unmet = new Set(Array.from(streams, (name) => this.tagOf(name)));
  }

  /** The next connection is the current one from now on. */
  promote(): void {
    for (const message of this.held) this.emitNewer(message, this.trackOf(message.stream!));
    for (const track of this.tracks.values()) track.floorId = track.lastId;
    this.forgetNext();
  }

  /** The next connection is gone. */
  abandon(): void {
    for (const track of this.tracks.values()) if (track.met) track.floorId = track.lastId;
    this.forgetNext();
  }

  /** All connections are gone: what comes next may begin anywhere. */
  reset(): void {
    this.tracks.clear();
    this.forgetNext();
  }

  private meet(stream: StreamTag, track: Track): void {
    track.met = true;
    this.unmet?.delete(stream);
    const held = this.held;
    this.held = held.filter((message) => message.stream !== stream);
    for (const message of held) if (message.stream === stream) this.emitNewer(message, track);
  }

  private emitNewer(message: StreamMessage, track: Track): void {
    if (message.id <= track.lastId) return this.drop();
    track.lastId = message.id;
    this.emit(message);
  }

  private drop(): void {
    this.duplicates++;
  }

  private trackOf(stream: StreamTag): Track {
    let track = this.tracks.get(stream);
    if (track === undefined)
      this.tracks.set(stream, (track = { lastId: -1, floorId: -1, firstNextId: NaN, met: false }));
    return track;
  }

  private forgetNext(): void {
    this.held = [];
    this.unmet = null;
    this.isNextHeard = false;
    for (const track of this.tracks.values()) {
      track.firstNextId = NaN;
      track.met = false;
    }
  }
}
