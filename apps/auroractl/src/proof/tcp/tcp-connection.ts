/** An established TCP connection of a process, as the operating system tells it; addresses as `ip:port`, IPv6 in brackets. */
export interface TcpConnection {
  readonly local: string;
  readonly remote: string;
}

/** `ip:port` in one way of writing it: IPv6 in brackets, an IPv4 address within IPv6 as IPv4. */
export function endpoint(ip: string, port: number): string {
  const plain = ip.replace(/^::ffff:(?=\d+\.)/i, '');
  return plain.includes(':') ? `[${new URL(`http://[${plain}]`).hostname.slice(1, -1)}]:${port}` : `${plain}:${port}`;
}
