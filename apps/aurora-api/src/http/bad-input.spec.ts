import { connect, type Socket } from 'node:net';
import { request as httpRequest } from 'node:http';
import { ErrorAnswer, ROUTES } from '@aurora/contracts';
import { API, GOOD_BODY, OPS, TestApi, type Answer } from '../api.fixture';
import { problemsOf } from '../shapes.fixture';

const TOKENS = { ...OPS, ...API };
const POST_ROUTES = ROUTES.filter(({ method }) => method === 'post').map(({ path }) =>
  path.replace('{sec}', '0').replace('{state}', 'active'),
);
const WITH_BODY = ROUTES.filter(({ body }) => body !== undefined).map(({ path }) => path);

let api: TestApi;
beforeAll(async () => {
  api = await TestApi.start();
});
afterAll(() => api.end());

const send = (path: string, body: string | Buffer, headers: object = {}): Promise<Answer> =>
  api.send('POST', path, { ...TOKENS, ...headers }, body);

function expectError(answer: Answer, ...statuses: number[]): void {
  expect(statuses).toContain(answer.status);
  expect(problemsOf(ErrorAnswer, answer.json)).toEqual([]);
}

/** Says bytes to the server and hears all it answers. */
const say = (...parts: readonly (string | Buffer)[]): Promise<string> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(api.url);
    const socket: Socket = connect(Number(port), hostname);
    let heard = '';
    socket.on('data', (chunk) => (heard += chunk.toString()));
    socket.on('close', () => resolve(heard));
    socket.on('error', reject);
    for (const part of parts) socket.write(part);
  });

const ORDER = '"symbol":"BTCUSDT","side":"buy","qty":1';
const MALFORMED: readonly (readonly [string, string | Buffer])[] = [
  ['half an object', '{"order":'],
  ['words that are no JSON', '{"order":{"qty":NaN}}'],
  ['an infinity', '{"order":{"qty":Infinity}}'],
  ['a trailing comma', `{"order":{${ORDER},}}`],
  ['a comment', '{/*x*/}'],
  ['a byte order mark', `\uFEFF{"order":{${ORDER}}}`],
  ['two objects', '{}{}'],
  [
    'bytes that are no UTF-8',
    Buffer.concat([Buffer.from('{"order_id":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]),
  ],
  ['half a character', Buffer.concat([Buffer.from('{"order_id":"'), Buffer.from([0xe2, 0x82]), Buffer.from('"}')])],
  ['zero bytes', Buffer.alloc(100)],
];

describe('a body that is no JSON', () => {
  it.each(MALFORMED)('%s is a 400 on every route that takes a body', async (_, body) => {
    for (const path of WITH_BODY) expectError(await send(path, body), 400);
  });

  it('an empty body is an error where one is needed', async () => {
    for (const path of WITH_BODY) {
      // A rollback needs none, and finds nothing to roll back.
      const statuses = path === '/overlay/rollback' ? [409] : [400, 422];
      expectError(await send(path, ''), ...statuses);
    }
  });
});

const REFUSED: readonly (readonly [string, string, string])[] = [
  ['a list', '[]', 'body'],
  ['a text', '"x"', 'body'],
  ['a number', '1', 'body'],
  ['null', 'null', 'body'],
  ['an order that is a list', '{"order":[]}', 'order'],
  ['no quantity', '{"order":{"symbol":"A","side":"buy"}}', 'order.qty'],
  ['a number too large for any', `{"order":{${ORDER},"price":1e999}}`, 'order.price'],
  ['a negative infinity', `{"order":{${ORDER}},"market":{"score":-1e999}}`, 'market.score'],
  ['a quantity of 0', '{"order":{"symbol":"A","side":"buy","qty":0}}', 'order.qty'],
  ['a quantity of −0', '{"order":{"symbol":"A","side":"buy","qty":-0}}', 'order.qty'],
  ['digits as a text', '{"order":{"symbol":"A","side":"buy","qty":"1"}}', 'order.qty'],
  ['a side that is none', '{"order":{"symbol":"A","side":"hold","qty":1}}', 'order.side'],
  ['a list with a hole', `{"order":{${ORDER}},"market":{"sprt_samples":[1,null]}}`, 'market.sprt_samples[1]'],
  [
    'a list that is too long',
    `{"order":{${ORDER}},"market":{"trap_add_deltas":[${'1,'.repeat(2000)}1]}}`,
    'market.trap_add_deltas',
  ],
  ['a tower', `{"order":{${ORDER}},"x":${'['.repeat(20_000)}${']'.repeat(20_000)}}`, 'body'],
  ['an unknown number that is too large', `{"order":{${ORDER}},"x":1e999}`, 'body'],
  ['a key that is too long', `{"order":{${ORDER}},"req_id":"${'k'.repeat(129)}"}`, 'req_id'],
  ['an empty key', `{"order":{${ORDER}},"req_id":""}`, 'req_id'],
];

describe('a body that says nonsense', () => {
  it.each(REFUSED)('%s is a 422 that names the field', async (_, body, field) => {
    const answer = await send('/pretrade/check', body);
    expectError(answer, 422);
    expect(answer.json['fields']).toContainEqual({ field, message: expect.any(String) });
  });

  it('is refused on every other route too', async () => {
    for (const path of WITH_BODY) {
      for (const body of ['[]', '"x"', '1', 'null', '{"nonsense":1e999}']) expectError(await send(path, body), 422);
    }
  });

  it('names of prototypes are names like any other', async () => {
    const body = `{"order":{${ORDER},"__proto__":{"reduce_only":true}},"constructor":{"prototype":{"x":1}}}`;
    const answer = await send('/pretrade/check', body);
    expect(answer.status).toBe(200);
    expect((answer.json['observability'] as { diagnostics: string[] }).diagnostics).toEqual(
      expect.arrayContaining(['unknown_field:order.__proto__', 'unknown_field:constructor']),
    );
    expect(({} as Record<string, unknown>)['reduce_only']).toBeUndefined();
    expect((await send('/posttrade/log', '{"order_id":"1","__proto__":{"a":1}}')).status).toBe(200);
    expect(api.lines('orders.jsonl').at(-1)).toContain('"__proto__":{"a":1}');
  });

  it('line breaks between tokens and in texts stay one line of the log', async () => {
    const before = api.lines('aurora_events.jsonl').length;
    const answer = await send('/posttrade/log', '{\r\n "order_id" : "2",\n\t"note":"a\\nb\u2028c"\n}');
    expect(answer.status).toBe(200);
    const added = api.events().slice(before);
    expect(added.map(({ eventCode }) => eventCode)).toEqual(['POSTTRADE.LOG', 'ORDER.STATUS']);
    expect(added[0]!.details['body']).toEqual({ order_id: '2', note: 'a\nb\u2028c' });
  });
});

describe('a body over the limit', () => {
  const mebibyte = Buffer.alloc(2 ** 20, 0x20);

  it('is a 413 on every POST route, and the connection lives', async () => {
    for (const path of POST_ROUTES) {
      for (let i = 0; i < 3; i++) expectError(await send(path, mebibyte), 413);
    }
    expect((await send('/pretrade/check', JSON.stringify(GOOD_BODY))).status).toBe(200);
  });

  it('also where its length is not said', async () => {
    for (const path of POST_ROUTES) {
      const status = await new Promise<number | undefined>((resolve, reject) => {
        const request = httpRequest(api.url + path, { method: 'POST', headers: TOKENS }, (response) => {
          response.resume();
          resolve(response.statusCode);
        });
        request.on('error', reject);
        for (let i = 0; i < 16; i++) request.write(mebibyte.subarray(0, 2 ** 16));
        request.end();
      });
      expect(status).toBe(413);
    }
  });

  it('exactly at the limit is read', async () => {
    const fits = `{"order_id":"${'x'.repeat(64 * 1024 - 15)}"}`;
    expect(fits).toHaveLength(64 * 1024);
    expectError(await send('/posttrade/log', fits), 422);
    expectError(await send('/posttrade/log', `${fits} `), 413);
  });

  it('far over it is not read to the end', async () => {
    const head = 'POST /pretrade/check HTTP/1.1\r\nHost: x\r\nContent-Length: 9999999999\r\n\r\n';
    expect(await say(head)).toMatch(/^HTTP\/1.1 413 .*Connection: close.*body_too_large/s);
    const endless = 'POST /posttrade/log HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n';
    const chunk = Buffer.concat([Buffer.from('100000\r\n'), mebibyte, Buffer.from('\r\n')]);
    const heard = await say(endless, ...Array.from({ length: 18 }, () => chunk)).catch((error: Error) => error.message);
    expect(heard).toMatch(/413|ECONNRESET|EPIPE/);
  });
});

describe('unusual ways to send', () => {
  it('lines and depth make no difference to each other', async () => {
    const deep = (around: string) => `{${around}"note":${'['.repeat(20_000)}${']'.repeat(20_000)}}`;
    expectError(await send('/pretrade/check', deep('')), 422);
    expectError(await send('/pretrade/check', deep('\n')), 422);
  });

  it('the content type does not matter, the content does', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/json; charset=latin1', '']) {
      expect((await send('/pretrade/check', JSON.stringify(GOOD_BODY), { 'content-type': type })).status).toBe(200);
      expect((await send('/risk/set', '{"size_scale":1}', { 'content-type': type })).status).toBe(200);
    }
  });

  it('a body in chunks is one body', async () => {
    const text = JSON.stringify({ ...GOOD_BODY, note: 'é€😀' });
    const chunks = [...Buffer.from(text)].map((byte) => Buffer.from([byte]));
    const parts = chunks.map((chunk) => Buffer.concat([Buffer.from('1\r\n'), chunk, Buffer.from('\r\n')]));
    const head = 'POST /pretrade/check HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n';
    expect(await say(head, ...parts, '0\r\n\r\n')).toContain('"allow":true');
    expect(api.events('POLICY.DECISION').at(-1)!.details['request']).toMatchObject({ note: 'é€😀' });
  });

  it.each([
    ['no HTTP', 'hello\r\n\r\n', '400', 'bad_request'],
    [
      'two lengths',
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx',
      '400',
      'bad_request',
    ],
    [
      'length and chunks',
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      '400',
      'bad_request',
    ],
    [
      'a target that is no address',
      'GET http://[::1/version HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
      '400',
      'bad_request',
    ],
    ['endless headers', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, '431', 'headers_too_large'],
    [
      'a chunk that is none',
      'POST /pretrade/check HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
      '400',
      'bad_request',
    ],
  ])('%s is answered in the shape of every error', async (_, bytes, status, error) => {
    const heard = await say(bytes);
    expect(heard.slice(9, 12)).toBe(status);
    expect(JSON.parse(heard.slice(heard.indexOf('\r\n\r\n')))).toMatchObject({ error });
  });

  it('a client that goes away in the middle leaves nothing behind', async () => {
    const before = api.events('POLICY.DECISION').length;
    const { hostname, port } = new URL(api.url);
    for (let i = 0; i < 50; i++) {
      const socket = connect(Number(port), hostname);
      socket.write('POST /pretrade/check HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"order":');
      await new Promise((resolve) => socket.once('connect', resolve));
      socket.destroy();
    }
    await api.check();
    expect(api.events('POLICY.DECISION')).toHaveLength(before + 1);
  });
});
