import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { ErrorAnswer, ROUTES } from '@aurora/contracts';
import { API, GOOD_BODY, OPS, TestApi } from '../api.fixture';
import { problemsOf } from '../shapes.fixture';

let api: TestApi;
beforeAll(async () => {
  api = await TestApi.start();
});
afterAll(() => api.end());

interface Heard {
  readonly status: number;
  readonly headers: string;
  readonly body: string;
}

/** Says bytes to the service and hears its first answer; the connection is closed by it. */
function say(bytes: string): Promise<Heard> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(api.url);
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    let heard = '';
    socket.on('data', (chunk) => (heard += chunk.toString()));
    socket.on('error', reject);
    socket.on('close', () => {
      const [headers = '', body = ''] = heard.split('\r\n\r\n');
      resolve({ status: Number(heard.slice(9, 12)), headers, body });
    });
  });
}

const TOKENS = `X-Ops-Token: ${OPS['x-ops-token']}\r\nX-Auth-Token: ${API['x-auth-token']}\r\n`;
const ask = (method: string, target: string, more = '', body = ''): Promise<Heard> =>
  say(`${method} ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${TOKENS}${more}\r\n${body}`);

const PATHS = [...new Set(ROUTES.map(({ path }) => path.replace('{sec}', '1').replace('{state}', 'halted')))];
const changes = (): number => api.events().length;

describe('a method that a route does not have', () => {
  it.each(['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'SEARCH', 'QUERY', 'M-SEARCH'])(
    '%s is not found on any, changes nothing, and repeats nothing',
    async (method) => {
      const before = changes();
      for (const path of PATHS) {
        const { status, headers, body } = await ask(method, path, 'X-Secret: once-more\r\n');
        if (method === 'OPTIONS' && status === 200) {
          // Express says which methods a route has.
          expect([path, body]).toEqual([path, expect.stringMatching(/^(GET,HEAD|GET, HEAD|POST)$/)]);
          continue;
        }
        expect([path, status]).toEqual([path, [400, 404].find((one) => one === status)]);
        expect(headers + body).not.toContain('once-more');
        expect(problemsOf(ErrorAnswer, JSON.parse(body))).toEqual([]);
      }
      expect(changes()).toBe(before);
    },
  );

  it('GET and HEAD change nothing where POST would', async () => {
    const before = changes();
    for (const { method, path } of ROUTES) {
      if (method === 'get') continue;
      const at = path.replace('{sec}', '1').replace('{state}', 'halted');
      for (const other of ['GET', 'HEAD']) expect([at, (await ask(other, at)).status]).toEqual([at, 404]);
    }
    expect(changes()).toBe(before);
  });

  it('no other method can be put into a header, query or body', async () => {
    const before = changes();
    const override = 'X-HTTP-Method-Override: POST\r\nX-Method-Override: POST\r\nX-HTTP-Method: POST\r\n';
    expect((await ask('GET', '/ops/reset?_method=POST', override)).status).toBe(404);
    expect(changes()).toBe(before);
  });

  it('nobody is connected through, or switched to another protocol', async () => {
    expect((await say(`CONNECT 127.0.0.1:22 HTTP/1.1\r\nHost: x\r\n\r\n`)).headers).toBe('');
    const upgrade = 'Upgrade: websocket\r\nSec-WebSocket-Key: x\r\n';
    const { status, headers } = await say(
      `GET /version HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, close\r\n${upgrade}\r\n`,
    );
    expect([status, headers.includes('101')]).toEqual([200, false]);
  });
});

describe('a path', () => {
  it.each([
    '//pretrade/check',
    '/pretrade/check/',
    '/pretrade//check',
    '/PRETRADE/CHECK',
    '/pretrade/check;x',
    '/pretrade/check%00',
    '/pretrade%2fcheck',
    '/./pretrade/check',
    '/x/../pretrade/check',
    'http://elsewhere/pretrade/check',
    '*',
  ])('that is only like a trading route reaches none: %s', async (target) => {
    const before = changes();
    const body = JSON.stringify(GOOD_BODY);
    const { status } = await ask('POST', target, `Content-Length: ${body.length}\r\n`, body);
    expect([400, 404]).toContain(status);
    expect(changes()).toBe(before);
  });

  it.each(['/OPS/RESET', '/ops/reset/', 'http://elsewhere/ops/reset', '/ops/reset?x=1'])(
    'that Express takes for a route of operators wants their token: %s',
    async (target) => {
      const before = changes();
      const { status } = await say(`POST ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
      expect([401, 404]).toContain(status);
      expect(changes()).toBe(before);
    },
  );

  it.each([
    '/docs/../../package.json',
    '/docs/..%2f..%2f..%2fpackage.json',
    '/docs/%2e%2e/%2e%2e/etc/passwd',
    '/docs/..\\..\\package.json',
    '/docs//etc/passwd',
    '/docs/package.json/',
    '/.env',
    '/configs/aurora/live.yaml',
  ])('leads to no file: %s', async (target) => {
    const { status, body } = await ask('GET', target);
    expect([400, 403, 404]).toContain(status);
    expect(problemsOf(ErrorAnswer, JSON.parse(body))).toEqual([]);
  });
});

describe('an error', () => {
  it.each([
    ['GET', '/%zz'],
    ['POST', '/ops/cooloff/%zz'],
    ['POST', '/ops/cooloff/%00'],
    ['GET', '/gates/sample?n=1e3'],
    ['GET', '/gates/sample?n=1&n=2'],
    ['GET', '/gates/counters?minutes=<script>'],
    ['POST', '/overlay/apply'],
    ['GET', `/${'x'.repeat(8000)}`],
    ['GET', '/<script>alert(1)</script>'],
  ])('tells no stack, path or package: %s %s', async (method, target) => {
    const { status, body } = await ask(method, target);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    expect(problemsOf(ErrorAnswer, JSON.parse(body))).toEqual([]);
    expect(body).not.toMatch(/ at |node_modules|\.[jt]s\b|express|nest|<script>/i);
  });

  it('is told before a body that says that it will come', async () => {
    const { status } = await ask('POST', '/nowhere', 'Expect: 200-maybe\r\nContent-Length: 5\r\n');
    expect(status).toBe(417);
  });

  it('of a body that is compressed is that it is no JSON', async () => {
    const bomb = gzipSync(Buffer.alloc(2 ** 20, 0x20));
    const answer = await api.send('POST', '/pretrade/check', { 'content-encoding': 'gzip' }, bomb);
    expect([answer.status, answer.json['error']]).toEqual([400, 'invalid_json']);
  });
});

describe('a line of a log', () => {
  it('holds one record, whatever a client writes', async () => {
    const nasty = 'a\r\n{"ts_ns":1,"event_code":"OPS.RESET"}\n\u2028\u2029\u0085\u001b[2J\u0000';
    const before = api.lines('aurora_events.jsonl').length;
    await api.report({
      order_id: nasty.slice(0, 100),
      symbol: 'BTCUSDT',
      status: 'filled',
      filled: 1,
      qty: 1,
      error_msg: nasty,
    });
    await api.post('/risk/set', { size_scale: 1 }, OPS);
    await api.post('/overlay/apply', { overlay: {}, author: nasty, reason: nasty }, API);
    await api.check({ ...GOOD_BODY, [nasty]: nasty, req_id: nasty.slice(0, 50) });
    const after = api.events().slice(before);
    expect(after.map(({ eventCode }) => eventCode)).not.toContain('OPS.RESET');
    for (const name of ['aurora_events.jsonl', 'orders.jsonl', 'orders_failed.jsonl']) {
      for (const line of api.lines(name)) {
        expect(line).toMatch(/^\{.*\}$/s);
        expect(line).not.toMatch(/[\u0000-\u001f]/);
      }
    }
  });
});
