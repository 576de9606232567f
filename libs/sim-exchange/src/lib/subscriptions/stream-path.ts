import { streamName } from '../streams/channels';

/** How a websocket was opened: with which streams, and whether each message comes in an envelope that names its stream. */
export interface StreamPath {
  readonly isCombined: boolean;
  readonly streams: readonly string[];
}

/** `/public` and `/market` are the venue's routes since 2026; all streams are to be had on each. */
const PATH = /^(?:\/(?:public|market))?\/(stream|ws)(?:\/(.*))?$/;

/**
 * Reads the address of a websocket: `/stream?streams=a/b`, `/ws`, `/ws/a/b`, each also under `/public` and `/market`.
 * Streams the venue does not have are left out, as it does. `undefined` for any other path.
 */
export function parseStreamPath(url: URL): StreamPath | undefined {
  const match = PATH.exec(url.pathname);
  if (match === null) return undefined;
  const isCombined = match[1] === 'stream';
  const asked = [match[2] ?? '', isCombined ? (url.searchParams.get('streams') ?? '') : ''].join('/').split('/');
  const streams = asked.map(streamName).filter((name) => name !== undefined);
  return { isCombined, streams: [...new Set(streams)] };
}
