import { recordingLine } from '@aurora/market';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { generateFrames } from '../generator/generate-frames';
import { TestBench } from './exchange.fixture';

const folder = mkdtempSync(join(tmpdir(), 'sim-recording-'));
beforeAll(() => {
  const frames = [...generateFrames({ seed: 4, durationMs: 10_000 })];
  for (const symbol of ['BTCUSDT', 'ETHUSDT'])
    writeFileSync(
      join(folder, `${symbol.toLowerCase()}_20260101.txt`),
      frames
        .filter((frame) => frame.symbol === symbol)
        .map((frame) => `${recordingLine(frame)}\n`)
        .join(''),
    );
});
afterAll(() => rmSync(folder, { recursive: true }));

let bench: TestBench;
beforeEach(() => (bench = new TestBench()));
afterEach(() => bench.stop());

it('is played at its speed; clients join in the middle, and at its end are closed as is normal', async () => {
  let ended = 0;
  await bench.start({ recording: folder, speed: 2, onEnded: () => ended++ });
  expect(bench.at.symbols).toEqual(['BTCUSDT', 'ETHUSDT']);
  bench.time.pass(2000);
  const client = await bench.connect('/stream?streams=btcusdt@bookTicker/btcusdt@trade/btcusdt@depth@0ms');
  const market = await bench.follow(client, 'BTCUSDT');
  for (let i = 0; i < 20 && ended === 0; i++) {
    bench.time.pass(200);
    await turn();
  }
  await client.until(() => client.closed !== undefined);
  expect([client.closed, ended]).toEqual([1000, 1]);
  const { gaps, sequenceFaults, topCheck, book } = market;
  expect([gaps, sequenceFaults, topCheck.mismatches, book.synced]).toEqual([0, 0, 0, true]);
  expect(topCheck.comparisons).toBeGreaterThan(50);
  expect((await bench.status()).ended).toBe(true);
  expect(await bench.refusal('/ws')).toBe(503);
});

it('starts over without end', async () => {
  await bench.start({ recording: folder, speed: 10, loop: true, symbols: ['ETHUSDT'] });
  const client = await bench.connect('/stream?streams=ethusdt@bookTicker/ethusdt@depth@100ms');
  const market = await bench.follow(client, 'ETHUSDT');
  for (let i = 0; i < 40; i++) {
    bench.time.pass(100);
    await client.frames();
  }
  expect([market.gaps, market.crossings, market.topCheck.mismatches, market.book.synced]).toEqual([0, 0, 0, true]);
  expect(await bench.status()).toMatchObject({ ended: false, clients: 1 });
});

it.each([
  ['a folder that is not there', { recording: '/nowhere' }],
  ['a symbol that was not recorded', { recording: folder, symbols: ['FOOUSDT'] }],
])('is refused: %s', async (_, options) => {
  await expect(new TestBench().start(options)).rejects.toThrow();
  await bench.start();
});
