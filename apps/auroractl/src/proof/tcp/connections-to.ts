import { lookup } from 'node:dns/promises';
import { lsofConnections } from './lsof';
import { procConnections } from './proc-net';
import { endpoint, type TcpConnection } from './tcp-connection';

const PORTS: Readonly<Record<string, string>> = { 'ws:': '80', 'wss:': '443', 'http:': '80', 'https:': '443' };

/** The connections a process has to the host of a URL, from the operating system alone. */
export async function connectionsTo(url: string, pid: number): Promise<readonly TcpConnection[]> {
  const wanted = await endpointsOf(url);
  const all = process.platform === 'linux' ? procConnections(pid) : lsofConnections(pid);
  return all.filter(({ remote }) => wanted.has(remote));
}

/** Every address a URL's host has; none when its name is not known. */
async function endpointsOf(url: string): Promise<ReadonlySet<string>> {
  const { hostname, port, protocol } = new URL(url);
  const number = Number(port === '' ? PORTS[protocol] : port);
  const addresses = await lookup(hostname.replace(/^\[|\]$/g, ''), { all: true }).catch(() => []);
  return new Set(addresses.map(({ address }) => endpoint(address, number)));
}
