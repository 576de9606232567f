import { request, type IncomingMessage } from 'node:http';
import { API, OPS, TestApi, until } from '../api.fixture';

let api: TestApi;
beforeEach(async () => {
  api = await TestApi.start();
});
afterEach(() => api.end());

class Stream {
  text = '';
  ended = false;

  private constructor(readonly response: IncomingMessage) {
    response.on('data', (chunk: Buffer) => (this.text += chunk.toString()));
    response.on('close', () => (this.ended = true));
    response.on('error', () => (this.ended = true));
  }

  static open(headers: NodeJS.Dict<string> = API): Promise<Stream> {
    return new Promise((resolve, reject) => {
      const asked = request(`${api.url}/events/stream`, { headers, agent: false }, (response) =>
        resolve(new Stream(response)),
      );
      asked.on('error', reject);
      asked.end();
    });
  }

  get messages(): Record<string, string>[] {
    return this.text
      .split('\n\n')
      .slice(0, -1)
      .filter((message) => !message.startsWith(':'))
      .map((message) =>
        Object.fromEntries(message.split('\n').map((line) => line.split(/: (.*)/s).slice(0, 2))),
      ) as never;
  }
}

const gauge = async (name: string): Promise<number> =>
  Number(new RegExp(`^${name} (\\d+)$`, 'm').exec((await api.get('/metrics')).text)![1]);

describe('the live stream', () => {
  it('tells every event as it stands in the log', async () => {
    const stream = await Stream.open();
    expect(stream.response.headers['content-type']).toBe('text/event-stream');
    const before = api.lines('aurora_events.jsonl').length;
    await api.check();
    await api.post('/aurora/disarm', undefined, OPS);
    await until(() => stream.messages.length === 2, 'two events');
    const lines = api.lines('aurora_events.jsonl').slice(before);
    expect(stream.messages.map(({ data }) => data)).toEqual(lines);
    expect(stream.messages.map(({ event }) => event)).toEqual(['POLICY.DECISION', 'AURORA.ARM_STATE']);
    expect(stream.messages.map(({ id }) => id)).toEqual(
      api
        .events()
        .slice(before)
        .map(({ tsNs }) => String(tsNs)),
    );
    stream.response.destroy();
  });

  it('counts who listens and who went away', async () => {
    const streams = [await Stream.open(), await Stream.open()];
    expect(await gauge('aurora_sse_clients')).toBe(2);
    streams[0]!.response.destroy();
    await until(async () => (await gauge('aurora_sse_clients')) === 1, 'one client left');
    expect(await gauge('aurora_sse_disconnects_total')).toBe(1);
    streams[1]!.response.destroy();
  });

  it('lets a client go that does not read, and keeps on deciding', async () => {
    const stream = await Stream.open();
    stream.response.pause();
    const body = { order_id: 'x', note: 'n'.repeat(60_000) };
    for (let i = 0; i < 400 && (await gauge('aurora_sse_clients')) > 0; i++) await api.report(body);
    expect(await gauge('aurora_sse_clients')).toBe(0);
    expect(await gauge('aurora_sse_disconnects_total')).toBe(1);
    await api.check();
    stream.response.destroy();
  });

  it('ends when the service stops, at once', async () => {
    const stream = await Stream.open();
    const startedMs = performance.now();
    api = await api.restart();
    expect(performance.now() - startedMs).toBeLessThan(4000);
    await until(() => stream.ended, 'the stream has ended');
  });

  it('wants the api token', async () => {
    expect((await Stream.open({})).response.statusCode).toBe(401);
    expect((await Stream.open({ 'x-auth-token': 'wrong' })).response.statusCode).toBe(403);
    expect(await gauge('aurora_sse_clients')).toBe(0);
  });

  it('answers HEAD without staying', async () => {
    const status = await new Promise((resolve, reject) => {
      const asked = request(`${api.url}/events/stream`, { method: 'HEAD', headers: API, agent: false }, (response) => {
        response.resume().on('end', () => resolve(response.statusCode));
      });
      asked.on('error', reject).end();
    });
    expect([status, await gauge('aurora_sse_clients')]).toEqual([200, 0]);
  });
});
