// Odd headers and methods. Each change takes a good request and says how the expectation changes with it.
import { gzipSync } from 'node:zlib';
import { TEXTS } from './hostile-values.mjs';

/** Any well-formed answer that is no fault; the rest of the expectation holds. */
export const ANY = { statuses: null };

/** What a header line can carry. */
const latin = (text) => Buffer.from(text.replace(/[\u0000-\u001f\u007f]/g, '')).toString('latin1');

const withoutHost = ({ headers }) => headers.filter(([name]) => name !== 'Host');

const REFUSED = { statuses: [401, 403], authorised: false };
const tokenLine = (headers) => headers.findIndex(([name]) => /token/i.test(name));

/** Headers that change nothing. */
const IGNORED = [
  (dice) => [
    'Content-Type',
    dice.pick([
      'text/plain',
      'application/x-www-form-urlencoded',
      'application/json; charset=utf-16',
      'multipart/form-data; boundary=x',
      '',
      ';;',
      '*/*',
      'application/json'.repeat(20),
    ]),
  ],
  (dice) => ['Accept', dice.pick(['*/*', 'text/html', 'image/*;q=0', ',,,', 'application/json;q=NaN'])],
  (dice) => ['Accept-Encoding', dice.pick(['gzip', 'br', 'identity;q=0', '*', 'gzip;q=1e9'])],
  (dice) => [
    'X-Forwarded-For',
    dice.pick([
      '1.2.3.4',
      '127.0.0.1',
      '::1',
      '999.999.999.999',
      ', ,,',
      '127.0.0.1, 8.8.8.8',
      '\t',
      'unknown',
      'x'.repeat(2000),
    ]),
  ],
  (dice) => ['Forwarded', dice.pick(['for=127.0.0.1', 'for="[::1]:80";proto=https', '";;;'])],
  (dice) => ['X-Real-IP', dice.pick(['127.0.0.1', '10.0.0.1', 'x'])],
  (dice) => ['Referer', latin(dice.pick(TEXTS))],
  (dice) => ['User-Agent', latin(dice.pick(TEXTS))],
  (dice) => ['Cookie', latin(`a=${dice.pick(TEXTS)}; b`)],
  () => ['X-HTTP-Method-Override', 'DELETE'],
  () => ['Access-Control-Request-Method', 'POST'],
  (dice) => [dice.pick(['X-A', 'x_a', '__proto__', 'constructor', 'toString', '!#$%&']), latin(dice.pick(TEXTS))],
];

export const HEADER_CHANGES = {
  ignored: (dice, { request }) => {
    for (let n = dice.between(1, 6); n > 0; n--) request.headers.push(dice.pick(IGNORED)(dice));
    // The second line of one name is joined to the first, or dropped: the type of a body is not read anyhow.
    return {};
  },
  // A page in someone's browser may look, and may not touch.
  foreignPage: (dice, { request }) => {
    request.headers.push(['Origin', dice.pick(['null', 'https://evil.example', 'http://127.0.0.1.evil.example', 'x'])]);
    return request.method === 'POST' ? { statuses: [403], authorised: false } : {};
  },
  many: (dice, { request }) => {
    const count = dice.pick([50, 500, 1990, 2100]);
    for (let n = 0; n < count; n++) request.headers.push([`a${n}`, '']);
    return ANY;
  },
  // Behind two thousand others: what is not read must not let anyone in.
  buried: (_, { request }) => {
    request.headers.unshift(...Array.from({ length: 2100 }, (_, n) => [`a${n % 10}`, '']));
    return ANY;
  },
  huge: (dice, { request }) => {
    request.headers.push(['X-Huge', 'x'.repeat(dice.pick([8000, 16_384, 100_000]))]);
    return ANY;
  },
  // Nothing unpacks bodies, so the bytes are judged as they are.
  encodingOfNothing: (dice, { request }) => {
    request.headers.push([
      'Content-Encoding',
      dice.pick(['gzip', 'br', 'deflate', 'identity', 'zstd', 'gzip, gzip', '']),
    ]);
    return {};
  },
  packed: (_, { request }) => {
    if (request.body === undefined) return {};
    request.body = gzipSync(request.body);
    request.headers.push(['Content-Encoding', 'gzip']);
    return { statuses: [400] };
  },
  chunks: (dice, { request }) => {
    if (request.body === undefined) return {};
    request.chunked = dice.pick([[1], [7, 1, 100], [65_536]]);
    return {};
  },
  expect: (dice, { request }) => {
    request.headers.push(['Expect', dice.pick(['100-continue', '100-Continue'])]);
    return {};
  },
  expectOther: (dice, { request }) => {
    request.headers.push(['Expect', dice.pick(['200-ok', '', 'x'])]);
    return ANY;
  },
  conditional: (dice, { request }) => {
    request.headers.push(
      dice.pick([
        ['If-None-Match', '*'],
        ['If-None-Match', '"x"'],
        ['If-Modified-Since', 'Thu, 01 Jan 2099 00:00:00 GMT'],
        ['If-Match', '"x"'],
        ['Range', 'bytes=0-1'],
        ['Range', 'bytes=9-1,-5'],
        ['If-Range', 'x'],
      ]),
    );
    return ANY;
  },
  upgrade: (dice, { request }) => {
    request.headers.push(
      ['Connection', dice.pick(['Upgrade', 'Upgrade, HTTP2-Settings', 'keep-alive, Upgrade'])],
      ['Upgrade', dice.pick(['websocket', 'h2c', 'TLS/1.0', 'x'])],
    );
    request.headers.push(
      ['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ=='],
      ['Sec-WebSocket-Version', '13'],
      ['HTTP2-Settings', 'AAMAAABkAAQAAP__'],
    );
    return ANY;
  },
  oldVersion: (dice, { request }) => {
    request.version = 'HTTP/1.0';
    if (dice.chance(0.5)) request.headers = withoutHost(request);
    return {};
  },
  oddVersion: (dice, { request }) => {
    request.version = dice.pick([
      'HTTP/0.9',
      'HTTP/1.2',
      'HTTP/2.0',
      'HTTP/9.9',
      'http/1.1',
      'HTTP/1.1 ',
      'HTTPS/1.1',
      'HTTP/11',
      '',
    ]);
    return ANY;
  },
  hosts: (dice, { request }) => {
    const host = dice.pick([
      [],
      [
        ['Host', 'a'],
        ['Host', 'b'],
      ],
      [['Host', '']],
      [['Host', 'evil.example:99999']],
      [['Host', '/x?']],
      [['Host', '[::1']],
    ]);
    request.headers = [...host, ...withoutHost(request)];
    return ANY;
  },
  close: (_, { request }) => {
    request.headers.push(['Connection', 'close']);
    return {};
  },
  method: (dice, { request }) => {
    request.method = dice.pick([
      'PUT',
      'DELETE',
      'PATCH',
      'OPTIONS',
      'HEAD',
      'TRACE',
      'PROPFIND',
      'M-SEARCH',
      'PURGE',
      'LINK',
      'QUERY',
      'CONNECT',
      'post',
      'Get',
      'FOO',
      'G\u00cbT',
      'PRI',
      'A'.repeat(100),
    ]);
    return ANY;
  },
  /** The token itself: none, wrong, twice, half, in another place. None of it opens a door. */
  token: (dice, { request, operation, authorised }, world) => {
    const at = authorised === false ? -1 : tokenLine(request.headers);
    if (at < 0 || operation.wants === null) return {};
    const [name, token] = request.headers[at];
    const lines = dice.pick([
      [],
      [[name, '']],
      [
        [name, token],
        [name, token],
      ],
      [
        [name, token],
        [name, 'x'],
      ],
      [
        [name, 'x'],
        [name, token],
      ],
      [[name, `${token},${token}`]],
      [[name, token.slice(1)]],
      [[name, `${token}x`]],
      [[name, token.toUpperCase() === token ? token.toLowerCase() : token.toUpperCase()]],
      [[name, 'undefined']],
      [[name, '[object Object]']],
      [[name, 'x'.repeat(7000)]],
      [['Authorization', `Bearer ${token}`]],
      [['Authorization', `Basic ${Buffer.from(`ops:${token}`).toString('base64')}`]],
      [['Cookie', `${name}=${token}`]],
      [[name.replaceAll('-', '_'), token]],
      [[operation.wants === 'ops' ? 'X-Auth-Token' : 'X-OPS-TOKEN', token]],
      [[name, operation.wants === 'ops' ? world.tokens.api : world.tokens.ops]],
    ]);
    request.headers.splice(at, 1, ...lines);
    return REFUSED;
  },
  tokenInQuery: (_, { request, operation, authorised }) => {
    const at = authorised === false ? -1 : tokenLine(request.headers);
    if (at < 0) return {};
    const [[name, token]] = request.headers.splice(at, 1);
    request.target += `${request.target.includes('?') ? '&' : '?'}${name}=${token}&token=${token}&access_token=${token}`;
    return operation.wants === null ? {} : REFUSED;
  },
};
