import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { performance } from 'node:perf_hooks';
import { afterEach, beforeEach, test } from 'node:test';
import { Proxy } from './proxy.mjs';

let server;
let proxy;
let asked;

beforeEach(async () => {
  asked = [];
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk)).on('end', () => (asked.push(body), response.end(`heard ${body}`)));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  proxy = await Proxy.listen(server.address().port);
});
afterEach(async () => {
  await proxy.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const ask = async (body, signal = AbortSignal.timeout(5000)) =>
  (await fetch(proxy.url, { method: 'POST', body, signal })).text();

test('passes on what is said, both ways', async () => {
  const long = 'x'.repeat(300_000);
  assert.equal(await ask('a'), 'heard a');
  assert.equal(await ask(long), `heard ${long}`);
});

test('delays what is asked, and not what comes after the delay has ended', async () => {
  proxy.delayMs = 120;
  const from = performance.now();
  assert.equal(await ask('slow'), 'heard slow');
  assert.ok(performance.now() - from >= 115);
  proxy.delayMs = 0;
  assert.equal(await ask('fast'), 'heard fast');
});

test('keeps the order of what was delayed and what was not', async () => {
  proxy.delayMs = 60;
  const slow = ask('a'.repeat(100_000));
  await new Promise((resolve) => setTimeout(resolve, 20));
  proxy.delayMs = 0;
  assert.equal(await slow, `heard ${'a'.repeat(100_000)}`);
});

test('refuses, and takes connections again on the same port', async () => {
  const { url } = proxy;
  await proxy.refuse();
  await assert.rejects(ask('nobody'), ({ cause }) => cause.code === 'ECONNREFUSED');
  await proxy.accept();
  assert.equal(proxy.url, url);
  assert.equal(await ask('again'), 'heard again');
});

test('cuts what is under way and takes the next', async () => {
  proxy.delayMs = 5000;
  const cut = ask('cut');
  cut.catch(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(proxy.cut(), 1);
  await assert.rejects(cut);
  proxy.delayMs = 0;
  assert.equal(await ask('next'), 'heard next');
  assert.ok(!asked.includes('cut'));
});

test('goes over to another gate', async () => {
  const other = createServer((_, response) => response.end('the other'));
  await new Promise((resolve) => other.listen(0, '127.0.0.1', resolve));
  proxy.targetPort = other.address().port;
  proxy.cut();
  assert.equal(await ask('who'), 'the other');
  other.closeAllConnections();
  other.close();
});

test('a gate that is gone looks gone', async () => {
  proxy.targetPort = 1;
  await assert.rejects(ask('x'));
});
