import { type IncomingMessage } from 'node:http';

/**
 * The first value of a header, as it was sent. Node makes an object of all headers when `headers` is first read, which
 * costs more than a look for one of them.
 * @param name in lower case.
 */
export function rawHeader({ rawHeaders }: IncomingMessage, name: string): string | undefined {
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const sent = rawHeaders[i]!;
    if (sent.length === name.length && sent.toLowerCase() === name) return rawHeaders[i + 1];
  }
  return undefined;
}
