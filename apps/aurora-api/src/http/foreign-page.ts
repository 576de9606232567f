import { type IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { rawHeader } from './raw-header';

/**
 * Whether a browser sends this for a web page that may not call: neither one of `corsOrigin` nor one of the service
 * itself. Browsers name the page in `Origin` with every request that changes something; other clients send none.
 */
export function isForeignPage(request: IncomingMessage, corsOrigin: string | null): boolean {
  const origin = rawHeader(request, 'origin');
  if (origin === undefined || corsOrigin === '*' || origin === corsOrigin) return false;
  const host = rawHeader(request, 'host') ?? '';
  return origin !== `http://${host}` || !isAddress(host);
}

/** A name would also be the own one of a page whose name was made to lead to this address. */
function isAddress(host: string): boolean {
  const name = host.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
  return name === 'localhost' || isIP(name) !== 0;
}
