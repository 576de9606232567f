import { type IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';

/** Addresses and CIDR blocks, ready to be asked. Throws on a text that is neither. */
export class AddressList {
  private readonly blocks = new BlockList();
  /** Nearly every request comes from the address of the one before it, and a look into the blocks costs microseconds. */
  private last: { readonly address: string; readonly listed: boolean } | null = null;

  constructor(entries: readonly string[]) {
    for (const entry of entries) {
      const [address = '', prefix] = entry.split('/');
      const family = familyOf(address);
      if (family === null) throw new RangeError(`"${entry}" is neither an address nor a CIDR block`);
      if (prefix === undefined) this.blocks.addAddress(address, family);
      else this.blocks.addSubnet(address, Number(prefix), family);
    }
  }

  has(address: string): boolean {
    if (this.last?.address !== address) this.last = { address, listed: this.isListed(address) };
    return this.last.listed;
  }

  private isListed(address: string): boolean {
    const family = familyOf(address);
    return family !== null && this.blocks.check(address, family);
  }
}

/**
 * Address the request comes from. X-Forwarded-For is believed only as far as trusted proxies wrote it: from the right,
 * the first entry that is no trusted proxy. What stands further left is the client's own word, so an entry that is no
 * address is taken as it is, and no list has it.
 */
export function clientAddress(request: IncomingMessage, trustedProxies: AddressList): string {
  const peer = plainAddress(request.socket.remoteAddress ?? '');
  // In this order, since headers are parsed only when they are asked for.
  if (!trustedProxies.has(peer)) return peer;
  const forwarded = request.headers['x-forwarded-for'];
  if (forwarded === undefined) return peer;
  const hops = String(forwarded)
    .split(',')
    .map((hop) => plainAddress(hop.trim()));
  return hops.findLast((hop) => !trustedProxies.has(hop)) ?? peer;
}

/** IPv4 addresses arrive as `::ffff:…` on a socket that listens for both families. */
const plainAddress = (address: string): string => (address.startsWith('::ffff:') ? address.slice(7) : address);

function familyOf(address: string): 'ipv4' | 'ipv6' | null {
  const version = isIP(address);
  return version === 4 ? 'ipv4' : version === 6 ? 'ipv6' : null;
}
