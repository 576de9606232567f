// The reading of a program's files finds each way to a venue, planted one at a time.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { findings } from './findings.mjs';
import { importGraph } from './import-graph.mjs';

const folder = mkdtempSync(join(tmpdir(), 'aurora-planted-'));
after(() => rmSync(folder, { recursive: true, force: true }));

describe('the reading of files finds', () => {
  /** A program of two files and a package, with a few lines of the second to be judged. */
  const planted = (lines, dependencies = {}) => {
    const root = mkdtempSync(join(folder, 'planted-'));
    const write = (path, text) => {
      mkdirSync(join(root, path, '..'), { recursive: true });
      writeFileSync(join(root, path), text);
    };
    write('main.js', "require('./orders');");
    write('orders.js', lines);
    write('node_modules/harmless/index.js', '');
    write('node_modules/harmless/package.json', JSON.stringify({ name: 'harmless', dependencies }));
    write('node_modules/binance/package.json', JSON.stringify({ name: 'binance' }));
    write('node_modules/undici/index.js', '');
    write('node_modules/undici/package.json', JSON.stringify({ name: 'undici' }));
    return findings(importGraph(join(root, 'main.js'), root), root, { 'asks.js': { modules: ['undici'], asks: true } });
  };

  const cases = [
    ["require('https').request(x);", 'imports https'],
    ["require('node:net');", 'imports net'],
    ["import('undici');", 'imports undici'],
    ["module.require('http2');", 'imports http2'],
    ["const { createRequire } = require('node:module');", 'imports module'],
    ["require('child_process').spawn('curl');", 'imports child_process'],
    ["fetch('http://x');", 'uses fetch'],
    ['new WebSocket(url);', 'uses WebSocket'],
    ["const path = '/fapi/v1/order';", 'names /fapi/v1/order'],
    ["const path = '/fapi/v1/order?symbol=X';", 'names /fapi/v1/order?symbol=X'],
    ['const path = `${host}/fapi/v2/account`;', 'names /fapi/v2/account'],
    ["const path = '/api/v3/order/test';", 'names /api/v3/order/test'],
    ["const path = 'wss://ws-fapi.binance.com/ws-fapi/v1';", 'names wss://ws-fapi.binance.com/ws-fapi/v1'],
    ["const method = 'order.place';", 'signs: order.place'],
    ["const headers = { 'X-MBX-APIKEY': key };", 'signs: X-MBX-APIKEY'],
    ["const { createHmac } = require('crypto');", 'signs: createHmac'],
    ["const path = '/listenKey';", 'signs: /listenKey'],
    ['const text = `timestamp=${now}&signature=${sign}`;', 'signs: &signature='],
    ['require(name);', 'loads what only a run would tell: require(name)'],
    ["process.binding('tcp_wrap');", 'loads what only a run would tell: process.binding'],
    ["process.getBuiltinModule('net');", 'loads what only a run would tell: process.getBuiltinModule'],
    ["eval('x');", 'makes code: eval'],
    ["new Function('x');", 'makes code: Function'],
  ];
  for (const [lines, found] of cases) {
    test(lines, () => assert.deepEqual(planted(lines), [`orders.js: ${found}`]));
  }

  test('an exchange client behind a harmless package', () =>
    assert.deepEqual(planted("require('harmless');", { binance: '*' }), ['reaches the package binance']));

  test('nothing where there is nothing', () =>
    assert.deepEqual(planted("require('harmless'); const path = '/fapi/v1/depth?symbol=X'; const { order } = x;"), []));

  test('a file that may only ask and wants to send', () => {
    const root = mkdtempSync(join(folder, 'planted-'));
    writeFileSync(join(root, 'asks.js'), "request({ method: 'POST' });");
    const allowed = { 'asks.js': { modules: [], asks: true } };
    assert.deepEqual(findings(importGraph(join(root, 'asks.js'), root), root, allowed), ['asks.js: sends POST']);
  });
});
