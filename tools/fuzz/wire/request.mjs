// A request as bytes.

/**
 * @param request `{ method, target, headers: [[name, value]], body?: Buffer, version?, chunked?: [sizes] }`; the length
 *   of the body is added unless a header says one.
 */
export function bytesOf({ method, target, headers, body, version = 'HTTP/1.1', chunked }) {
  const lines = [`${method} ${target} ${version}`, ...headers.map(([name, value]) => `${name}: ${value}`)];
  const framed = headers.some(([name]) => /^(content-length|transfer-encoding)$/i.test(name));
  if (chunked !== undefined) lines.push('Transfer-Encoding: chunked');
  else if (body !== undefined && !framed) lines.push(`Content-Length: ${body.length}`);
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
  if (body === undefined) return head;
  return Buffer.concat([head, chunked === undefined ? body : inChunks(body, chunked)]);
}

/** A body in chunks of the given sizes, over and over. */
function inChunks(body, sizes) {
  const parts = [];
  for (let at = 0, n = 0; at < body.length; n++) {
    const chunk = body.subarray(at, at + sizes[n % sizes.length]);
    parts.push(Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from('\r\n'));
    at += chunk.length;
  }
  return Buffer.concat([...parts, Buffer.from('0\r\n\r\n')]);
}

/** Bytes as people read them. */
export const shown = (bytes, most = 1500) => {
  const text = JSON.stringify(bytes.subarray(0, most).toString('latin1'));
  return bytes.length > most ? `${text} … ${bytes.length} bytes in all` : text;
};
