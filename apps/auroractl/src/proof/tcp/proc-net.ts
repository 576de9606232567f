import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { endpoint, type TcpConnection } from './tcp-connection';

const ESTABLISHED = '01';
const SOCKET = /^socket:\[(\d+)\]$/;

/** Established connections of a process on Linux: the sockets among its descriptors, looked up in the tables of its network. None when it is gone. */
export function procConnections(pid: number): readonly TcpConnection[] {
  const inodes = socketInodes(pid);
  if (inodes.size === 0) return [];
  return ['tcp', 'tcp6']
    .flatMap((table) => parseTable(textOf(`/proc/${pid}/net/${table}`)))
    .filter(({ inode }) => inodes.has(inode))
    .map(({ local, remote }) => ({ local, remote }));
}

function socketInodes(pid: number): ReadonlySet<string> {
  const folder = `/proc/${pid}/fd`;
  const targets = listed(folder).map((name) => linkOf(`${folder}/${name}`));
  return new Set(targets.flatMap((target) => SOCKET.exec(target)?.[1] ?? []));
}

/** The established connections of a table in the form of /proc/net/tcp (proc(5)). */
export function parseTable(text: string): readonly (TcpConnection & { readonly inode: string })[] {
  return text
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const [, local, remote, state, , , , , , inode] = line.trim().split(/\s+/);
      if (state !== ESTABLISHED || inode === undefined) return [];
      return [{ local: address(local!), remote: address(remote!), inode }];
    });
}

/** `0100007F:1F90`: words of 32 bits in the byte order of the machine, which is little-endian wherever Node runs. */
function address(text: string): string {
  const [words = '', port = ''] = text.split(':');
  const bytes = (words.match(/.{8}/g) ?? []).flatMap((word) => (word.match(/../g) ?? []).reverse());
  const number = Number.parseInt(port, 16);
  if (bytes.length === 4) return endpoint(decimal(bytes), number);
  const isV4 = bytes.slice(0, 10).every((byte) => byte === '00') && bytes[10] === 'FF' && bytes[11] === 'FF';
  if (isV4) return endpoint(decimal(bytes.slice(12)), number);
  return endpoint((bytes.join('').match(/.{4}/g) ?? []).join(':'), number);
}

const decimal = (bytes: readonly string[]): string => bytes.map((byte) => Number.parseInt(byte, 16)).join('.');

function listed(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // the process is gone, or another user's
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return ''; // closed in between
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // gone, or no IPv6 here
  }
}
