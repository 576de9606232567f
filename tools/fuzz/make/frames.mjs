// Bytes that are no request, or that two readers might take for different requests.

const CRLF = '\r\n';
const join = (...lines) => Buffer.from(lines.join(CRLF), 'latin1');

/**
 * Requests whose end two servers might see in different places. Each hides another one, which must not be carried out;
 * the answer is a refusal and the end of the connection.
 * @returns `{ bytes, statuses }`: where only the body is at fault, the head may be refused first.
 */
export function smuggled(dice, world) {
  const report = JSON.stringify({ order_id: `smuggled-${dice.below(2 ** 31)}` });
  const hidden = join(
    'POST /posttrade/log HTTP/1.1',
    'Host: x',
    `X-Auth-Token: ${world.tokens.api}`,
    `Content-Length: ${report.length}`,
    '',
    report,
  );
  const chunked = (first) => Buffer.concat([Buffer.from(first), hidden]);
  const zero = `0${CRLF}${CRLF}`;
  const forms = [
    [['Content-Length: 4', 'Transfer-Encoding: chunked'], chunked(zero)],
    [['Transfer-Encoding: chunked', 'Content-Length: 4'], chunked(zero)],
    [['Content-Length: 5', 'Content-Length: 6'], chunked(zero)],
    [['Content-Length: 5, 6'], chunked(zero)],
    [['Content-Length: +5'], chunked(zero)],
    [['Content-Length: 0x5'], chunked(zero)],
    [['Content-Length: 5 5'], chunked(zero)],
    [['Content-Length: -1'], chunked(zero)],
    [['Content-Length: 99999999999999999999'], chunked(zero)],
    [['Content-Length: '], chunked(zero)],
    [['Content-Length : 5'], chunked(zero)],
    [[' Content-Length: 5'], chunked(zero)],
    [['Transfer-Encoding: xchunked'], chunked(zero)],
    [['Transfer-Encoding: chunked, identity'], chunked(zero)],
    [['Transfer-Encoding: chunked', 'Transfer-Encoding: identity'], chunked(zero)],
    [['Transfer-Encoding: identity'], chunked(zero)],
    [['Transfer-Encoding: \x0bchunked'], chunked(zero)],
    [['Transfer-Encoding : chunked'], chunked(zero)],
    [['X: y', ' Transfer-Encoding: chunked', 'Content-Length: 4'], chunked(zero)],
    [['Transfer-Encoding: chunked'], chunked(`5;a=b\n${zero}`)],
    [['Transfer-Encoding: chunked'], chunked(`0x0${CRLF}${CRLF}`)],
    [['Transfer-Encoding: chunked'], chunked(`-1${CRLF}${CRLF}`)],
    [['Transfer-Encoding: chunked'], chunked(`ffffffffffffffff0${CRLF}${CRLF}`)],
    [['Transfer-Encoding: chunked'], chunked(`1${CRLF}ab${CRLF}${zero}`)],
    [['Transfer-Encoding: chunked'], chunked(`0\n\n`)],
    [['X: a\x00b'], chunked('')],
    [['X: a\rb'], chunked('')],
    [['X\x00: b'], chunked('')],
    [['no header at all'], chunked('')],
    [[': empty name'], chunked('')],
  ];
  const [headers, rest] = dice.pick(forms);
  const head = join(
    `POST ${dice.pick(['/posttrade/log', '/health', '/overlay/apply'])} HTTP/1.1`,
    'Host: x',
    ...headers,
    '',
    '',
  );
  const headIsGood = headers.every((line) => /^Transfer-Encoding: ?[a-z, ]+$/.test(line));
  return { bytes: Buffer.concat([head, rest]), statuses: headIsGood ? [400, 401, 404] : [400] };
}

const hello = (dice) => Buffer.concat([Buffer.from('16030100c8010000c40303', 'hex'), dice.bytes(198)]);
const preface = Buffer.concat([
  Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
  Buffer.from('000000040000000000', 'hex'),
]);

/** Bytes of other protocols, and of none. */
const NOISE = {
  random: (dice) => dice.bytes(dice.between(1, 3000)),
  tls: hello,
  http2: () => preface,
  ssh: () => Buffer.from('SSH-2.0-OpenSSH_9.2\r\n'),
  redis: () => Buffer.from('*1\r\n$4\r\nPING\r\n'),
  smtp: () => Buffer.from('EHLO x\r\nQUIT\r\n'),
  websocketFrame: (dice) => Buffer.concat([Buffer.from('8182', 'hex'), dice.bytes(6)]),
  nuls: () => Buffer.alloc(500),
  lines: () => Buffer.from('\r\n'.repeat(300)),
  spaces: () => Buffer.alloc(2000, 0x20),
  onlyMethod: () => Buffer.from('POST\r\n\r\n'),
  endless: () => Buffer.concat([Buffer.from('GET /'), Buffer.alloc(40_000, 0x61)]),
};

export const noise = (dice) => NOISE[dice.pick(Object.keys(NOISE))](dice);
