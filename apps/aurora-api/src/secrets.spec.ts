import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { request } from 'undici';
import { ROUTES } from '@aurora/contracts';
import { GOOD_BODY, tempFolder } from './api.fixture';
import { buildService, ChildApi, LIVE_API_TOKEN, LIVE_OPS_TOKEN } from './child-api.fixture';

// A process takes a second to start, on a loaded machine many.
jest.setTimeout(300_000);

const NEXT_OPS_TOKEN = 'rD5m-Yt8w_Kc2Gx7Lb4Pn9Qf1';
const TOKENS = [LIVE_OPS_TOKEN, LIVE_API_TOKEN, NEXT_OPS_TOKEN];
const ENV = { OPS_TOKEN: LIVE_OPS_TOKEN, AURORA_API_TOKEN: LIVE_API_TOKEN };
/** A mask shows four characters of a long token; six in a row are a part of one. */
const PART = 6;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Parts, encodings and digests of the tokens that a text holds. */
function leaksIn(text: string): string[] {
  const parts = TOKENS.flatMap((token) =>
    Array.from({ length: token.length - PART + 1 }, (_, from) => token.slice(from, from + PART)),
  );
  const encoded = TOKENS.flatMap((token) => [
    sha256(token),
    ...(['hex', 'base64'] as const).map((encoding) => Buffer.from(token).toString(encoding).slice(0, 16)),
  ]);
  return [...parts, ...encoded].filter((part) => text.includes(part));
}

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));

const folders: string[] = [];
function newFolder(yaml = ''): string {
  const folder = tempFolder();
  folders.push(folder);
  mkdirSync(join(folder, 'configs/aurora'), { recursive: true });
  writeFileSync(join(folder, 'configs/aurora/base.yaml'), yaml);
  return folder;
}

beforeAll(buildService);
afterAll(async () => {
  await ChildApi.killAll();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** What one client was told: status line, headers and body of every answer. */
class Client {
  readonly heard: string[] = [];

  constructor(private readonly port: number) {}

  async ask(method: string, path: string, headers: object, body?: string): Promise<number> {
    const answer = await request(`http://127.0.0.1:${this.port}${path}`, {
      method: method as 'GET',
      headers: headers as Record<string, string>,
      body: body ?? null,
    });
    const text = path === '/events/stream' ? '' : await answer.body.text();
    answer.body.on('error', () => undefined).destroy();
    this.heard.push(`${answer.statusCode} ${JSON.stringify(answer.headers)} ${text}`);
    return answer.statusCode;
  }
}

const BODIES: Readonly<Record<string, object>> = {
  '/pretrade/check': GOOD_BODY,
  '/posttrade/log': { order_id: '1', symbol: 'BTCUSDT', status: 'new' },
  '/overlay/apply': { overlay: { guards: { spread_bps_limit: 70 } } },
  '/risk/set': { size_scale: 1 },
};

/** Every route with these headers, with a good body, a bad one and none. */
async function askEverything(client: Client, headers: object): Promise<void> {
  for (const { method, path, body } of ROUTES) {
    const at = path.replace('{sec}', '0').replace('{state}', 'active');
    if (path === '/ops/rotate_token') continue;
    await client.ask(method.toUpperCase(), at, headers, body && JSON.stringify(BODIES[path]));
    if (method === 'post') for (const bad of ['{', '[]', '{"new_token":1}']) await client.ask('POST', at, headers, bad);
  }
  for (const path of ['/nowhere', '/%zz', '/ops/cooloff/x', '/gates/sample?n=x']) {
    await client.ask('GET', path, headers);
    await client.ask('POST', path, headers);
  }
}

/** Lets every event be told to a client, which notes them. */
async function listen(port: number, told: string[]): Promise<() => void> {
  const { body } = await request(`http://127.0.0.1:${port}/events/stream`, {
    headers: { 'x-auth-token': LIVE_API_TOKEN },
  });
  body.on('data', (chunk: Buffer) => told.push(chunk.toString()));
  body.on('error', () => undefined);
  return () => void body.destroy();
}

const ops = (token: string): object => ({ 'x-ops-token': token });
const api = (token: string): object => ({ 'x-auth-token': token });

it('a part of a token is found where there is one', () => {
  expect(leaksIn(`x${NEXT_OPS_TOKEN.slice(3, 3 + PART)}y`)).toHaveLength(1);
  expect(leaksIn(sha256(LIVE_API_TOKEN))).toHaveLength(1);
  expect(leaksIn(`***${LIVE_OPS_TOKEN.slice(-4)}`)).toEqual([]);
});

it('a token is in no answer, event, log, file or argument, whatever was done with it', async () => {
  const folder = newFolder('api: { log_level: trace }\nsecurity: { rps_general: 0, rps_mutating: 0 }\n');
  const env = { ...ENV, AURORA_MODE: 'live' };
  const first = await ChildApi.start({ folder, env });
  const told: string[] = [];
  const client = new Client(first.port);
  const stopListening = await listen(first.port, told);
  const both = { ...ops(LIVE_OPS_TOKEN), ...api(LIVE_API_TOKEN) };
  await askEverything(client, both);
  await askEverything(client, {});
  await askEverything(client, { ...ops(`${LIVE_OPS_TOKEN}x`), ...api(`${LIVE_API_TOKEN}x`) });
  await askEverything(client, { ...ops(LIVE_API_TOKEN), ...api(LIVE_OPS_TOKEN) });
  // Where a careless client may put one.
  const careless = `token=${LIVE_OPS_TOKEN}&api_token=${LIVE_API_TOKEN}`;
  await client.ask('GET', `/risk/snapshot?${careless}`, {});
  await client.ask('POST', `/pretrade/check?${careless}`, both, '{');
  await client.ask('GET', `/${LIVE_OPS_TOKEN}`, { authorization: `Bearer ${LIVE_OPS_TOKEN}`, cookie: careless });
  await client.ask('GET', '/health', { referer: `http://x/?${careless}`, 'user-agent': LIVE_API_TOKEN });
  const overlay = JSON.stringify({ security: { ops_token: NEXT_OPS_TOKEN, api_token: LIVE_OPS_TOKEN } });
  expect(await client.ask('POST', '/overlay/apply', both, overlay)).toBe(422);
  const rotate = (body: object, headers: object): Promise<number> =>
    client.ask('POST', '/ops/rotate_token', headers, JSON.stringify(body));
  expect(await rotate({ new_token: LIVE_API_TOKEN }, both)).toBe(422);
  expect(await rotate({ new_token: `${NEXT_OPS_TOKEN} ` }, both)).toBe(422);
  expect(await rotate({ new_token: NEXT_OPS_TOKEN, [NEXT_OPS_TOKEN]: 1 }, {})).toBe(401);
  expect(await rotate({ new_token: NEXT_OPS_TOKEN }, both)).toBe(200);
  expect(await rotate({ new_token: LIVE_OPS_TOKEN }, ops(NEXT_OPS_TOKEN))).toBe(429);
  expect(await rotate({ new_token: LIVE_OPS_TOKEN }, both)).toBe(403);
  const cmdline = readFileSync(`/proc/${first.pid}/cmdline`, 'utf8');
  // Its owner and root can read the environment of a process; nobody else may.
  expect(statSync(`/proc/${first.pid}/environ`).mode & 0o777).toBe(0o400);
  stopListening();
  const firstEnded = await first.kill('SIGTERM');

  const second = await ChildApi.start({ folder, env });
  const again = new Client(second.port);
  await askEverything(again, { ...ops(NEXT_OPS_TOKEN), ...api(LIVE_API_TOKEN) });
  const secondEnded = await second.kill('SIGTERM');

  const state = join(folder, 'run/state/aurora_state.json');
  const stateText = readFileSync(state, 'utf8');
  expect(stateText).toContain(sha256(NEXT_OPS_TOKEN));
  const said: Readonly<Record<string, string>> = {
    answers: [...client.heard, ...again.heard].join('\n'),
    stream: told.join(''),
    'standard output and error': [firstEnded, secondEnded].map(({ out, err }) => out + err).join('\n'),
    arguments: cmdline,
    'stored state': stateText.replace(sha256(NEXT_OPS_TOKEN), ''),
  };
  for (const [where, text] of Object.entries(said)) expect([where, leaksIn(text)]).toEqual([where, []]);
  const files = filesBelow(folder).filter((file) => file !== state);
  expect(files.length).toBeGreaterThan(5);
  for (const file of files) expect([file, leaksIn(readFileSync(file, 'utf8'))]).toEqual([file, []]);
  expect([said['stream'], said['answers']].map((text) => text!.length > 10_000)).toEqual([true, true]);
  expect(said['stream']).toContain('***');
});

it.each([
  ['two names of one token', '', { OPS_TOKEN: LIVE_OPS_TOKEN, AURORA_OPS_TOKEN: NEXT_OPS_TOKEN }],
  ['a token that cannot arrive in a header', '', { ...ENV, OPS_TOKEN: `${LIVE_OPS_TOKEN} ${NEXT_OPS_TOKEN}` }],
  ['one token for both', '', { AURORA_MODE: 'live', OPS_TOKEN: NEXT_OPS_TOKEN, AURORA_API_TOKEN: NEXT_OPS_TOKEN }],
  [
    'a file that holds them and does not parse',
    `security: { ops_token: ${LIVE_OPS_TOKEN}, api_token: "${LIVE_API_TOKEN} }`,
    {},
  ],
  ['a token that reads as an alias', `security:\n  ops_token: *${LIVE_OPS_TOKEN}\n`, {}],
  ['a token that reads as a tag', `security:\n  ops_token: !${LIVE_OPS_TOKEN}\n`, {}],
  [
    'a token that is a list',
    `security:\n  ops_token: [${LIVE_OPS_TOKEN}]\n  api_token: { a: ${LIVE_API_TOKEN} }\n`,
    {},
  ],
])('a start that is refused does not repeat a token: %s', async (_, yaml, env) => {
  const { code, out, err } = await ChildApi.spawn({ folder: newFolder(yaml), env }).ended;
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain('problem(s) in its configuration');
  expect(leaksIn(err)).toEqual([]);
});

it('arguments are refused, and not repeated', () => {
  const main = join(__dirname, '../dist/main.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, `--ops-token=${LIVE_OPS_TOKEN}`], {
    cwd: newFolder(),
    env: { PATH: process.env['PATH'] },
    encoding: 'utf8',
  });
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toContain('aurora-api cannot start: it takes no arguments');
  expect(leaksIn(stderr)).toEqual([]);
});

describe('what is written', () => {
  it('is for its owner alone, whatever the shell allows', async () => {
    const folder = newFolder();
    const before = process.umask(0);
    let gate: ChildApi;
    try {
      gate = ChildApi.spawn({ folder, env: ENV });
    } finally {
      process.umask(before);
    }
    await gate.listening();
    await gate.ask('POST', '/pretrade/check', GOOD_BODY);
    await gate.ask('POST', '/overlay/apply', { overlay: { guards: { spread_bps_limit: 70 } } });
    await gate.ask('POST', '/overlay/apply', { overlay: { guards: { spread_bps_limit: 60 } } });
    const modes = [join(folder, 'run'), join(folder, 'session')].flatMap((root) =>
      ['.', ...(readdirSync(root, { recursive: true }) as string[])].map((name) => join(root, name)),
    );
    expect(modes.map((path) => path.split('/').at(-1))).toEqual(
      expect.arrayContaining([
        'aurora_events.jsonl',
        'orders_denied.jsonl',
        'aurora_state.json',
        'aurora_state.lock',
        '.writer.lock',
        'active.yaml',
      ]),
    );
    for (const path of modes) {
      const stat = statSync(path);
      // Of a file its group may read where access lists let it; the umask takes even that.
      expect([path, (stat.mode & 0o777).toString(8)]).toEqual([path, stat.isDirectory() ? '700' : '600']);
    }
    expect(await gate.kill('SIGTERM')).toMatchObject({ code: 0 });
  });
});
