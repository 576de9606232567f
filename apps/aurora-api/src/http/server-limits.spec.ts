import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { defaultsOf, ManualClock } from '@aurora/kernel';
import { apiConfig } from '@aurora/config';
import { API, GOOD_BODY, START_MS, TestApi, until } from '../api.fixture';
import { limitServer } from './server-limits';

/** A connection, what it has heard, and whether it was closed. */
class Line {
  heard = '';
  closed = false;

  private constructor(readonly socket: Socket) {
    socket.on('data', (chunk) => (this.heard += chunk.toString()));
    socket.on('close', () => (this.closed = true));
    socket.on('error', () => undefined);
  }

  static open(port: number, says = ''): Promise<Line> {
    return new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(line));
      const line = new Line(socket);
      socket.write(says);
    });
  }
}

let api: TestApi;
const lines: Line[] = [];
afterEach(async () => {
  for (const { socket } of lines.splice(0)) socket.destroy();
  await api.end();
});

const started = async (limits: Readonly<Record<string, number>>): Promise<void> => {
  api = await TestApi.start({ config: { api: limits } });
};
const open = async (says?: string): Promise<Line> => {
  const line = await Line.open(Number(new URL(api.url).port), says);
  lines.push(line);
  return line;
};
const GET = 'GET /version HTTP/1.1\r\nHost: x\r\n';

describe('a client that is slow', () => {
  const soon = { headers_timeout_ms: 100, request_timeout_ms: 200, timeout_check_ms: 10, keep_alive_timeout_ms: 100 };

  it.each([
    ['says nothing', '', '408'],
    ['never ends its headers', `${GET}X: `, '408'],
    ['never ends its body', 'POST /pretrade/check HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{', '408'],
    ['never ends its body behind Express', 'POST /risk/set HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{', '408'],
    ['is silent after its answer', `${GET}\r\n`, '200'],
  ])('and %s is let go', async (_, says, status) => {
    await started(soon);
    const line = await open(says);
    await until(() => line.closed, 'the connection is closed');
    expect(line.heard.slice(9, 12)).toBe(status);
    if (status === '408')
      expect(JSON.parse(line.heard.split('\r\n\r\n')[1]!)).toMatchObject({ error: 'request_timeout' });
    expect(await api.check()).toMatchObject({ allow: true });
  });

  it('is not let go sooner', async () => {
    await started({});
    const line = await open(`${GET}X: `);
    await api.check();
    line.socket.write('y\r\nConnection: close\r\n\r\n');
    await until(() => line.closed, 'the answer');
    expect(line.heard.slice(9, 12)).toBe('200');
  });
});

describe('headers', () => {
  it.each([
    [1, 900, '200'],
    [1, 1100, '431'],
    [16, 15_000, '200'],
    [16, 17_000, '431'],
  ])('of at most %i KiB are read: one of %i bytes is answered %s', async (header_limit_kb, bytes, status) => {
    await started({ header_limit_kb });
    const line = await open(`${GET}Connection: close\r\nX: ${'x'.repeat(bytes)}\r\n\r\n`);
    await until(() => line.closed, 'the answer');
    expect(line.heard.slice(9, 12)).toBe(status);
  });

  it.each([
    [10, '200'],
    [11, '431'],
  ])('of at most 10 lines are read: %i are answered %s', async (count, status) => {
    await started({ max_headers: 10 });
    const more = Array.from({ length: count - 2 }, (_, i) => `X-${i}: 1\r\n`).join('');
    const line = await open(`${GET}Connection: close\r\n${more}\r\n`);
    await until(() => line.closed, 'the answer');
    expect(line.heard.slice(9, 12)).toBe(status);
  });
});

describe('connections', () => {
  it('beyond api.max_connections are closed at once, and the others go on', async () => {
    await started({ max_connections: 2 });
    const first = await open();
    await open();
    const third = await open(`${GET}\r\n`);
    await until(() => third.closed, 'the third is closed');
    expect(third.heard).toBe('');
    first.socket.write(`${GET}\r\n`);
    await until(() => first.heard.includes('order_profile'), 'the first is answered');
    first.socket.destroy();
    await until(async () => {
      const next = await open(`${GET}\r\n`);
      await until(() => next.closed || next.heard !== '', 'an answer or none');
      return next.heard.includes(' 200 ');
    }, 'there is room again');
  });

  it('keep what a client sends in a row apart', async () => {
    await started({});
    const body = JSON.stringify(GOOD_BODY);
    const ask = `POST /pretrade/check HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
    const line = await open(`${ask.repeat(20)}${GET}Connection: close\r\n\r\n`);
    await until(() => line.closed, 'all answers');
    expect(line.heard.split('"allow":true')).toHaveLength(21);
    expect(line.heard).toContain('order_profile');
  });
});

describe('streams', () => {
  it('beyond api.max_event_streams are refused, until one ends', async () => {
    await started({ max_event_streams: 1 });
    const listen = `GET /events/stream HTTP/1.1\r\nHost: x\r\nX-Auth-Token: ${API['x-auth-token']}\r\n\r\n`;
    const first = await open(listen);
    await until(() => first.heard.includes(': connected'), 'the first listens');
    const refused = await api.get('/events/stream', API);
    expect([refused.status, refused.json['error']]).toEqual([503, 'too_many_streams']);
    first.socket.destroy();
    await until(async () => {
      const next = await open(listen);
      await until(() => next.heard !== '', 'an answer');
      return next.heard.includes(' 200 ');
    }, 'another listens');
  });
});

it('connections that are turned away are said once a minute', async () => {
  api = await TestApi.start();
  const clock = new ManualClock(START_MS);
  const said: string[] = [];
  const server: Server = createServer();
  const limits = { ...defaultsOf(apiConfig).api, maxConnections: 1 };
  limitServer(
    server,
    limits,
    () => clock.nowMs(),
    (message) => said.push(message),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const knock = async (): Promise<void> => {
    const line = await Line.open(port);
    await until(() => line.closed, 'it is turned away');
  };
  const guest = await Line.open(port);
  await knock();
  await knock();
  clock.advance(60_000);
  await knock();
  expect(said).toEqual(Array(2).fill('connections are turned away: api.max_connections (1) are open'));
  guest.socket.destroy();
  await new Promise((resolve) => server.close(resolve));
});
