import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { GateControl } from '../rules/gate-control';
import { HttpModelRegistry } from './http-model-registry';
import { artifactOf } from './learning.fixture';

interface Answer {
  readonly status?: number;
  readonly json?: unknown;
  readonly text?: string;
}

interface Asked {
  readonly route: string;
  readonly api: unknown;
  readonly ops: unknown;
  readonly body: unknown;
}

/** A gate that answers its overlay routes as told. */
class OverlayPeer {
  readonly asked: Asked[] = [];
  readonly answers: Record<string, Answer> = {
    'GET /overlay/active': { json: { overlay: null, config_hash: 'h1' } },
    'POST /overlay/apply': { json: {} },
    'GET /ops/model_status': { json: { models: [{ calibrator: 'wisescalp@7' }] } },
  };
  private server: Server | undefined;

  async listen(): Promise<string> {
    this.server = createServer((request, response) => {
      void text(request).then((body) => {
        const route = `${request.method} ${request.url}`;
        const { 'x-auth-token': api, 'x-ops-token': ops } = request.headers;
        this.asked.push({ route, api, ops, body: body === '' ? null : JSON.parse(body) });
        const answer = this.answers[route] ?? { status: 404 };
        response.writeHead(answer.status ?? 200, { 'content-type': 'application/json' });
        response.end(answer.text ?? JSON.stringify(answer.json ?? {}));
      });
    });
    await new Promise<void>((ready) => this.server!.listen(0, '127.0.0.1', ready));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): Promise<void> {
    return new Promise((closed) => (this.server?.listening ? this.server.close(() => closed()) : closed()));
  }
}

let peer: OverlayPeer;
let url: string;
let gate: GateControl;
let registry: HttpModelRegistry;
beforeEach(async () => {
  peer = new OverlayPeer();
  url = await peer.listen();
  gate = new GateControl(url, { api: 'api-token', ops: 'ops-token' });
  registry = new HttpModelRegistry(gate);
});
afterEach(async () => {
  await gate.close();
  await peer.close();
});
const load = () => registry.load(artifactOf('7'), '/session/models/wisescalp-7.json');
const applied = () =>
  (peer.asked.find(({ route }) => route === 'POST /overlay/apply')?.body as { overlay: object }).overlay;

describe('a model at a gate behind HTTP', () => {
  it('is named by an overlay, and then found in force', async () => {
    await load();
    expect(peer.asked).toEqual([
      { route: 'GET /overlay/active', api: 'api-token', ops: 'ops-token', body: null },
      {
        route: 'POST /overlay/apply',
        api: 'api-token',
        ops: 'ops-token',
        body: {
          overlay: { calibrator: { artifact: '/session/models/wisescalp-7.json' } },
          author: 'wisescalp-runner',
          reason: 'calibrator wisescalp@7, fitted on 4 outcomes',
          expected_config_hash: 'h1',
        },
      },
      { route: 'GET /ops/model_status', api: 'api-token', ops: 'ops-token', body: null },
    ]);
  });

  it.each<[string, object | null, object]>([
    ['none', null, {}],
    [
      'other sections',
      { guards: { spread_bps_limit: 40 }, symbols: ['A'] },
      { guards: { spread_bps_limit: 40 }, symbols: ['A'] },
    ],
    ['another model', { calibrator: { artifact: '/old.json' }, risk: { pi_min_bps: 3 } }, { risk: { pi_min_bps: 3 } }],
  ])('leaves of the overlay in force everything else: %s', async (_, overlay, rest) => {
    peer.answers['GET /overlay/active'] = { json: { overlay, config_hash: 'h1' } };
    await load();
    expect(applied()).toEqual({ ...rest, calibrator: { artifact: '/session/models/wisescalp-7.json' } });
  });

  it('is not asked for again without the token of operators', async () => {
    const plain = new GateControl(url, { api: 'api-token', ops: undefined });
    await new HttpModelRegistry(plain).load(artifactOf('7'), '/session/models/wisescalp-7.json');
    await plain.close();
    expect(peer.asked.map(({ route, ops }) => [route, ops])).toEqual([
      ['GET /overlay/active', undefined],
      ['POST /overlay/apply', undefined],
    ]);
  });

  it.each<[string, Record<string, Answer>, string]>([
    ['no way in', { 'GET /overlay/active': { status: 401 } }, 'GET /overlay/active was answered 401'],
    [
      'a refusal',
      { 'POST /overlay/apply': { status: 422, text: '{"error":"invalid_request"}' } },
      'POST /overlay/apply was answered 422: {"error":"invalid_request"}',
    ],
    [
      'another overlay in between',
      { 'POST /overlay/apply': { status: 409, text: '{"error":"overlay_changed"}' } },
      'answered 409: {"error":"overlay_changed"}',
    ],
    ['an answer without the digest', { 'GET /overlay/active': { json: { overlay: null } } }, 'config_hash'],
    ['an answer that is none', { 'GET /overlay/active': { text: 'hello' } }, 'JSON'],
    [
      'another model in force',
      { 'GET /ops/model_status': { json: { models: [{ calibrator: 'sigmoid@1' }] } } },
      'the gate took the overlay, but its model is sigmoid@1',
    ],
    ['no model in force', { 'GET /ops/model_status': { json: {} } }, 'the gate took the overlay, but its model is '],
  ])('is not there after %s', async (_, answers, message) => {
    Object.assign(peer.answers, answers);
    await expect(load()).rejects.toThrow(message);
  });

  it('is not there when the overlay in force could not be read, and no overlay was sent', async () => {
    peer.answers['GET /overlay/active'] = { status: 503 };
    await expect(load()).rejects.toThrow('503');
    expect(peer.asked).toHaveLength(1);
  });

  it('is not there when nobody listens', async () => {
    await peer.close();
    await expect(load()).rejects.toThrow('ECONNREFUSED');
  });
});
