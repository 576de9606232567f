import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { connectionsTo } from './connections-to';
import { parseLsof } from './lsof';
import { parseTable, procConnections } from './proc-net';
import { endpoint } from './tcp-connection';

it.each([
  ['127.0.0.1', 80, '127.0.0.1:80'],
  ['::ffff:10.0.0.7', 443, '10.0.0.7:443'],
  ['0:0:0:0:0:0:0:1', 1, '[::1]:1'],
  ['2606:4700:0000:0000:0000:0000:0000:1111', 65_535, '[2606:4700::1111]:65535'],
])('%s and %d are %s', (ip, port, text) => expect(endpoint(ip, port)).toBe(text));

const HEAD = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode';
const line = (local: string, remote: string, state: string, inode: number): string =>
  `   0: ${local} ${remote} ${state} 00000000:00000000 00:00000000 00000000     0        0 ${inode} 1 0000000000000000 20 0 0 10 -1`;

describe('tables of /proc/net', () => {
  it('have words in the byte order of the machine; only established connections count', () => {
    const text = [
      HEAD,
      line('0100007F:1F90', '0200007F:C350', '01', 11),
      line('0100007F:1F90', '00000000:0000', '0A', 12),
      line('0100007F:1F91', '0200007F:C351', '06', 13),
    ].join('\n');
    expect(parseTable(text)).toEqual([{ local: '127.0.0.1:8080', remote: '127.0.0.2:50000', inode: '11' }]);
  });

  it('have IPv6, and IPv4 within it', () => {
    const text = [
      HEAD,
      line('00000000000000000000000001000000:0050', 'B80D0120000000000000000001000000:01BB', '01', 21),
      line('0000000000000000FFFF00000100007F:0051', '0000000000000000FFFF0000080808FF:01BB', '01', 22),
    ].join('\n');
    expect(parseTable(text).map(({ local, remote }) => [local, remote])).toEqual([
      ['[::1]:80', '[2001:db8::1]:443'],
      ['127.0.0.1:81', '255.8.8.8:443'],
    ]);
  });

  it('are empty when there is nothing to read', () =>
    expect([parseTable(''), procConnections(2 ** 22 + 1)]).toEqual([[], []]));
});

it('reads what lsof lists', () => {
  const text = 'p123\nf21\nn192.168.1.2:51000->52.1.2.3:443\nf22\nn[::1]:51001->[2606:4700::1]:443\nf23\nn*:9000\n';
  expect(parseLsof(text)).toEqual([
    { local: '192.168.1.2:51000', remote: '52.1.2.3:443' },
    { local: '[::1]:51001', remote: '[2606:4700::1]:443' },
  ]);
});

describe('a connection of this process', () => {
  let server: Server;
  let socket: Socket;
  let port: number;
  beforeEach(async () => {
    server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
    socket = connect(port, '127.0.0.1');
    await Promise.all([once(socket, 'connect'), once(server, 'connection')]);
  });
  afterEach(async () => {
    socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });

  it('is found by host and port of the URL, by name too, and by no other', async () => {
    const found = [{ local: `127.0.0.1:${socket.localPort}`, remote: `127.0.0.1:${port}` }];
    expect(await connectionsTo(`ws://127.0.0.1:${port}`, process.pid)).toEqual(found);
    expect(await connectionsTo(`http://localhost:${port}/stream`, process.pid)).toEqual(found);
    expect(await connectionsTo(`ws://127.0.0.2:${port}`, process.pid)).toEqual([]);
    expect(await connectionsTo('ws://127.0.0.1', process.pid)).toEqual([]);
    expect(await connectionsTo('ws://there-is-no-such-host.invalid', process.pid)).toEqual([]);
  });

  it("is nobody else's", async () => expect(await connectionsTo(`ws://127.0.0.1:${port}`, process.ppid)).toEqual([]));

  it('counts no longer when it has ended', async () => {
    socket.destroy();
    await once(socket, 'close');
    const client = (await connectionsTo(`ws://127.0.0.1:${port}`, process.pid)).filter(({ remote }) =>
      remote.endsWith(`:${port}`),
    );
    expect(client).toEqual([]);
  });
});
