import { Logger } from '@nestjs/common';
import { MetricsServer } from './metrics-server';

let server: MetricsServer | undefined;
afterEach(async () => {
  await server?.onApplicationShutdown();
  server = undefined;
});

const asks = async (path: string, method = 'GET') => {
  const answer = await fetch(new URL(path, server!.url), { method });
  return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() };
};

it('serves the text of the moment under its content type, and nothing else', async () => {
  let n = 0;
  server = await MetricsServer.listen({ text: () => Promise.resolve(`n ${++n}\n`), contentType: 'text/plain; v=1' }, 0);
  expect(await asks('/metrics')).toEqual({ status: 200, type: 'text/plain; v=1', text: 'n 1\n' });
  expect((await asks('/metrics')).text).toBe('n 2\n');
  expect([(await asks('/')).status, (await asks('/metrics', 'POST')).status]).toEqual([404, 404]);
});

it('says 500 when there is no text, and serves on', async () => {
  Logger.overrideLogger(false);
  let fails = true;
  const text = () => (fails ? Promise.reject(new Error('no text')) : Promise.resolve('up 1\n'));
  server = await MetricsServer.listen({ text, contentType: 'text/plain' }, 0);
  expect((await asks('/metrics')).status).toBe(500);
  fails = false;
  expect((await asks('/metrics')).status).toBe(200);
});

it('refuses a port that is taken, and gives its own free', async () => {
  const source = { text: () => Promise.resolve(''), contentType: 'text/plain' };
  server = await MetricsServer.listen(source, 0);
  const port = Number(new URL(server.url).port);
  await expect(MetricsServer.listen(source, port)).rejects.toMatchObject({ code: 'EADDRINUSE' });
  await server.onApplicationShutdown();
  server = await MetricsServer.listen(source, port);
});
