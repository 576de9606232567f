import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tempFolder } from './api.fixture';
import { buildService, ChildApi, LIVE_API_TOKEN, LIVE_OPS_TOKEN, type Ended } from './child-api.fixture';

const CONFIGS = join(__dirname, '../../../configs');
const TOKENS = { OPS_TOKEN: LIVE_OPS_TOKEN, AURORA_API_TOKEN: LIVE_API_TOKEN };
const LIVE = { AURORA_MODE: 'live' };

// A process takes a second to start, on a loaded machine many.
jest.setTimeout(300_000);

const folders: string[] = [];

/** A folder with a configuration file and, where given, a stored state. */
function folderWith({ yaml = '', state }: { readonly yaml?: string; readonly state?: string }): string {
  const folder = tempFolder();
  folders.push(folder);
  mkdirSync(join(folder, 'configs/aurora'), { recursive: true });
  writeFileSync(join(folder, 'configs/aurora/base.yaml'), yaml);
  if (state === undefined) return folder;
  mkdirSync(join(folder, 'run/state'), { recursive: true });
  writeFileSync(join(folder, 'run/state/aurora_state.json'), state);
  return folder;
}

interface Refused {
  readonly yaml?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly state?: string;
  /** What it says, in order. */
  readonly says: readonly string[];
  /** What it must not say. */
  readonly hides?: readonly string[];
}

const REFUSED: Readonly<Record<string, Refused>> = {
  'live without tokens': {
    env: LIVE,
    says: [
      '2 problem(s) in its configuration',
      'security.ops_token: must be set in live mode (OPS_TOKEN)',
      'security.api_token: must be set in live mode (AURORA_API_TOKEN)',
    ],
  },
  'live with an example token and a short one': {
    env: { ...LIVE, OPS_TOKEN: LIVE_OPS_TOKEN.slice(0, 23), AURORA_API_TOKEN: 'your-api-token-here' },
    says: [
      '2 problem(s)',
      'security.ops_token: must have at least 24 characters in live mode (OPS_TOKEN)',
      'security.api_token: is an example value, which live mode refuses (AURORA_API_TOKEN)',
    ],
    hides: [LIVE_OPS_TOKEN.slice(0, 8), 'your-api'],
  },
  'broken YAML': {
    yaml: 'mode: shadow\nguards:\n  latency_ms_limit: [1\nrisk: {}\n',
    says: ['(file): ', 'base.yaml:4'],
  },
  'several problems': {
    yaml: 'mode: lively\nguards:\n  spread_bps_limit: -1\n  spread_bsp_limit: 3\nrisk:\n  pi_min_bps: .nan\n',
    env: {
      AURORA_API_PORT: '70000',
      AURORA_MAX_CONCURRENT: 'many',
      AURORA_LMAX_MS: '300',
      AURORA_LATENCY_MS_LIMIT: '400',
      OPS_TOKEN: LIVE_OPS_TOKEN,
      AURORA_OPS_TOKEN: 'other-nK3v_Qe8',
    },
    says: ['8 problem(s) in its configuration:\n'],
    hides: [LIVE_OPS_TOKEN, 'nK3v_Qe8'],
  },
  'a configuration that is not there': {
    env: { AURORA_CONFIG_NAME: 'production' },
    says: ['(file): no file for production', 'configs/aurora/production.yaml', 'AURORA_CONFIG_NAME'],
  },
  'a broken calibrator': {
    yaml: 'calibrator:\n  artifact: configs/aurora/base.yaml\n',
    says: ['calibrator.artifact: configs/aurora/base.yaml cannot be used: ', 'JSON', 'base.yaml:2:3'],
  },
  'a torn state': {
    state: '{"format":"aurora-state","version":1,"engine":{"hea',
    says: [
      'aurora-api cannot start: state file ',
      '/run/state/aurora_state.json cannot be used: it is torn or no JSON',
      'Restore it, or move it away to start without the halt, positions and reservations it may hold.',
    ],
  },
  'a run folder that cannot be': {
    env: { AURORA_RUN_DIR: 'configs/aurora/base.yaml' },
    says: ['state folder ', '/configs/aurora/base.yaml/state cannot be written: '],
  },
  'a session folder that cannot be': {
    env: { AURORA_SESSION_DIR: 'configs/aurora/base.yaml' },
    says: ['the event log cannot be opened: '],
  },
};

const ended = new Map<string, Ended>();

beforeAll(async () => {
  buildService();
  const left = Object.entries(REFUSED);
  const startNext = async (): Promise<void> => {
    for (let next = left.pop(); next; next = left.pop()) {
      const [name, { env = {}, ...folder }] = next;
      ended.set(name, await ChildApi.spawn({ folder: folderWith(folder), env }).ended);
    }
  };
  await Promise.all([startNext(), startNext()]);
});

afterAll(async () => {
  await ChildApi.killAll();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

describe('a start that is refused', () => {
  it.each(Object.keys(REFUSED))('says why: %s', (name) => {
    const { says, hides = [] } = REFUSED[name]!;
    const { code, out, err } = ended.get(name)!;
    expect([code, out]).toEqual([2, '']);
    let from = 0;
    for (const text of says) {
      expect(err.slice(from)).toContain(text);
      from = err.indexOf(text, from) + text.length;
    }
    for (const text of hides) expect(err).not.toContain(text);
    expect(err).not.toMatch(/^\s+at /m);
  });

  it('tells every problem in a line of its own, with what it is about and where it stands', () => {
    const lines = ended.get('several problems')!.err.split('\n').slice(1, -1);
    const about = (path: string): string => lines.filter((line) => line.startsWith(`  ${path}: `)).join('|');
    expect(lines).toHaveLength(8);
    expect(about('mode')).toContain('(configs/aurora/base.yaml:1:1)');
    expect(about('guards.spread_bps_limit')).toContain('(configs/aurora/base.yaml:3:3)');
    expect(about('guards.spread_bsp_limit')).toMatch(/spread_bps_limit.* \(configs\/aurora\/base.yaml:4:3\)/);
    expect(about('risk.pi_min_bps')).toContain('(configs/aurora/base.yaml:6:3)');
    expect(about('api.port')).toContain('(AURORA_API_PORT)');
    expect(about('risk.max_concurrent')).toContain('(AURORA_MAX_CONCURRENT)');
    expect(about('guards.latency_ms_limit')).toContain('AURORA_LMAX_MS=300 and AURORA_LATENCY_MS_LIMIT=400');
    expect(about('security.ops_token')).toContain('by two names of one key: OPS_TOKEN and AURORA_OPS_TOKEN');
  });
});

describe('a start beside another', () => {
  it('takes no state folder, session folder or port that is in use, and leaves its own free', async () => {
    const folder = folderWith({});
    const first = await ChildApi.start({ folder });
    const start = (env: Readonly<Record<string, string>>): Promise<Ended> => ChildApi.spawn({ folder, env }).ended;
    const [sameState, sameSession, samePort] = await Promise.all([
      start({ AURORA_SESSION_DIR: join(folder, 'session-2') }),
      start({ AURORA_RUN_DIR: join(folder, 'run-3') }),
      start({
        AURORA_SESSION_DIR: join(folder, 'session-4'),
        AURORA_RUN_DIR: join(folder, 'run-4'),
        AURORA_API_PORT: String(first.port),
      }),
    ]);
    expect(sameState).toMatchObject({ code: 2, out: '' });
    expect(sameState.err).toContain(
      `aurora-api cannot start: the state is not free: folder ${folder}/run/state is in use by process ${first.pid};`,
    );
    expect(sameSession).toMatchObject({ code: 2, out: '' });
    expect(sameSession.err).toContain(`session is in use by process ${first.pid}; give this one another folder`);
    expect(samePort).toMatchObject({ code: 2, out: '' });
    expect(samePort.err).toContain(`aurora-api cannot start: cannot listen on 127.0.0.1, port ${first.port}: `);
    for (const { err } of [sameState, sameSession, samePort]) expect(err).not.toMatch(/^\s+at /m);
    expect(readdirSync(join(folder, 'run-3/state'))).toEqual([]);
    expect(readdirSync(join(folder, 'run-4/state'))).toEqual(['aurora_state.json']);
    expect(readdirSync(join(folder, 'session-4'))).not.toContain('.writer.lock');
    expect(await first.ask('GET', '/readiness', undefined, 401)).toMatchObject({ state_store_ok: true });
    expect(await first.kill('SIGTERM')).toMatchObject({ code: 0 });
  });
});

const codesIn = (folder: string): unknown[] =>
  readFileSync(join(folder, 'session/aurora_events.jsonl'), 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => (JSON.parse(line) as { event_code: unknown }).event_code);

describe('a start that succeeds', () => {
  it('says which guard the order leaves out, and that the ops token came by its alias', async () => {
    const yaml = 'pretrade:\n  order: [latency, health, expected_return, slippage, risk, sprt, spread]\n';
    const folder = folderWith({ yaml });
    const api = await ChildApi.start({ folder, env: { AURORA_OPS_TOKEN: LIVE_OPS_TOKEN } });
    await api.ask('GET', '/liveness');
    await api.ask('GET', '/liveness');
    expect(codesIn(folder)).toEqual(['AURORA.STARTUP.OK', 'CONFIG.GUARD_DISABLED', 'OPS.TOKEN.ALIAS_USED']);
    const { err } = await api.kill('SIGTERM');
    expect(err).toContain('guard trap is off: pretrade.order leaves it out');
    expect(err + readFileSync(join(folder, 'session/aurora_events.jsonl'), 'utf8')).not.toContain(LIVE_OPS_TOKEN);
  });

  const shipped = readdirSync(join(CONFIGS, 'aurora')).map((file) => file.replace(/\.yaml$/, ''));

  it.each(shipped)('runs on the shipped configuration %s', async (name) => {
    const folder = folderWith({});
    cpSync(CONFIGS, join(folder, 'configs'), { recursive: true });
    const api = await ChildApi.start({ folder, env: { ...TOKENS, AURORA_CONFIG_NAME: name } });
    expect(await api.ask('GET', '/readiness')).toMatchObject({
      config_loaded: true,
      event_log_ok: true,
      state_store_ok: true,
    });
    const startup = JSON.parse(readFileSync(join(folder, 'session/aurora_events.jsonl'), 'utf8')) as {
      details: { config_file: string; config: { mode: string } };
    };
    expect(startup.details.config_file).toBe(join(folder, `configs/aurora/${name}.yaml`));
    expect(startup.details.config.mode).toBe(name === 'base' ? 'shadow' : name);
    expect(await api.kill('SIGTERM')).toMatchObject({ code: 0, signal: null });
  });
});
