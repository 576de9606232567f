// The trap on sockets sees what a program sends, whatever library sends it.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { WebSocketServer } from 'ws';
import { offences } from './judge-traffic.mjs';
import { trapped } from './trapped.mjs';

describe('the trap on sockets sees', () => {
  let server;
  let place;
  before(async () => {
    server = createServer((request, response) => request.resume().on('end', () => response.end('{}')));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    place = `127.0.0.1:${server.address().port}`;
  });
  after(() => server.close().closeAllConnections());

  const asVenue = (lines) => offences(lines, { venue: place, gate: '127.0.0.1:1' });
  const url = 'const url = `http://${process.argv[2]}`; const [host, port] = process.argv[2].split(":");';
  const order = '/fapi/v1/order?symbol=BTCUSDT';
  const cases = [
    ['fetch', `await fetch(url + '${order}', { method: 'POST', body: 'x' });`],
    ['undici', `import { request } from 'undici'; await request(url + '${order}', { method: 'POST', body: 'x' });`],
    [
      'node:http',
      `import http from 'node:http'; http.request(url + '${order}', { method: 'POST' }, (a) => a.resume()).end('x');`,
    ],
    [
      'a bare socket, in pieces',
      `import net from 'node:net'; const socket = net.connect(port, host).on('data', () => socket.end());
       for (const part of ['PO', 'ST ${order} HT', 'TP/1.1\\r\\nHost: x\\r\\nContent-Length: 0\\r\\n', '\\r\\n']) socket.write(part);`,
    ],
    [
      'behind a harmless request on one connection',
      `import net from 'node:net'; const socket = net.connect(port, host).on('data', () => socket.end());
       socket.write('GET /fapi/v1/time HTTP/1.1\\r\\nHost: x\\r\\n\\r\\nPOST ${order} HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 0\\r\\n\\r\\n');`,
    ],
  ];
  for (const [way, lines] of cases) {
    test(`an order sent by ${way}`, async () =>
      assert.deepEqual(asVenue(await trapped(`${lines.replace(/^(import .*?; )?/, `$1${url}\n`)}`, place)), [
        `asks the venue POST ${order}`,
      ]));
  }

  test('an order placed over the WebSocket', async () => {
    const lines = await trapped(
      `import WebSocket from 'ws';
       const socket = new WebSocket('ws://' + process.argv[2] + '/ws');
       socket.on('open', () => socket.send(JSON.stringify({ method: 'order.place' })));`,
      await acceptingPeer(),
    );
    assert.deepEqual(
      lines.filter(({ frame }) => frame !== undefined).map(({ frame }) => frame),
      ['{"method":"order.place"}'],
    );
    const { host, port } = lines.find(({ connect }) => connect !== undefined).connect;
    assert.deepEqual(offences(lines, { venue: `${host}:${port}`, gate: '127.0.0.1:1' }), [
      `tells ${host}:${port} {"method":"order.place"}`,
    ]);
  });

  test('a place that is neither venue nor gate, words that are no request, and another process', async () => {
    const elsewhere = { venue: '127.0.0.1:1', gate: '127.0.0.1:2' };
    const asked = await trapped(`${url} await fetch(url + '/fapi/v1/time');`, place);
    assert.deepEqual(offences(asked, elsewhere), [`connects to ${place}`]);
    const told = await trapped(
      `import net from 'node:net'; ${url} net.connect(port, host).on('error', () => undefined).on('connect', function () { this.end('8=FIX.4.4'.padEnd(70000)); });`,
      place,
    );
    assert.match(asVenue(told)[0], /^writes to .* what is no request: 8=FIX\.4\.4/);
    const spawned = await trapped(`import { execFileSync } from 'node:child_process'; execFileSync('true');`);
    assert.deepEqual(offences(spawned, elsewhere), ['escapes by child_process.execFileSync']);
  });

  test('nothing wrong in public data and subscriptions', async () => {
    const lines = await trapped(
      `${url} for (const name of ['depth?symbol=X&limit=5', 'exchangeInfo', 'time']) await fetch(url + '/fapi/v1/' + name);`,
      place,
    );
    assert.equal(lines.filter(({ request }) => request !== undefined).length, 3);
    assert.deepEqual(asVenue(lines), []);
  });

  const peers = [];
  after(() => peers.forEach((peer) => peer.close()));
  /** A WebSocket server that takes everything in. */
  async function acceptingPeer() {
    const peer = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    peers.push(peer);
    peer.on('connection', (socket) => socket.on('message', () => socket.close()));
    await once(peer, 'listening');
    return `127.0.0.1:${peer.address().port}`;
  }
});
