import { type IncomingMessage } from 'node:http';
import { isIP } from 'node:net';

/**
 * Whether a browser sends this for a web page that may not call: neither one of `corsOrigin` nor one of the service
 * itself. Browsers name the page in `Origin` with every request that changes something; other clients send none.
 */
export function isForeignPage({ headers: { origin, host = '' } }: IncomingMessage, corsOrigin: string | null): boolean {
  if (origin === undefined || corsOrigin === '*' || origin === corsOrigin) return false;
  return origin !== `http://${host}` || !isAddress(host);
}

/** A name would also be the own one of a page whose name was made to lead to this address. */
function isAddress(host: string): boolean {
  const name = host.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
  return name === 'localhost' || isIP(name) !== 0;
}
