import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { auroractl, freshFolder, OPS_TOKEN, startAuroractl } from '../cli/run-auroractl.fixture';
import { processRecords, startedTicks } from './process-record';
import { stopRecorded } from './stop-process';

let cwd: string;
beforeEach(() => (cwd = freshFolder()));
afterEach(() => stopRecorded(join(cwd, 'run'), 5000));

const run = (...args: string[]) => auroractl(args, { cwd, env: { AURORA_API_PORT: '0' } });
const json = async <T>(...args: string[]): Promise<T> => {
  const { code, out, err } = await run(...args, '--json');
  expect([code, err]).toEqual([0, '']);
  return JSON.parse(out) as T;
};
interface Made {
  readonly run_dir: string;
  readonly session_dir: string;
  readonly config: string | null;
}
interface Started {
  readonly pid: number;
  readonly url: string;
  readonly metrics_url: string;
  readonly session_dir: string;
  readonly log_file: string;
}

describe('init-run', () => {
  it('makes folders for the owner alone, and the same again', async () => {
    const made = await json<Made>('init-run');
    expect(made).toMatchObject({ run_dir: join(cwd, 'run'), config: null, api: { state: 'free' } });
    expect(readdirSync(join(cwd, 'run')).sort()).toEqual(['run.json', 'state', 'tuner']);
    expect(await json<Made>('init-run')).toEqual(made);
    expect(readdirSync(join(cwd, 'logs'))).toHaveLength(1);
  });

  it('remembers a configuration that can be used, and names every problem of one that cannot', async () => {
    writeFileSync(join(cwd, 'mine.yaml'), 'mode: paper\n');
    expect((await json<Made>('init-run', '--config', 'mine.yaml')).config).toBe(join(cwd, 'mine.yaml'));
    writeFileSync(join(cwd, 'mine.yaml'), 'mode: papper\nguards: { latency_ms_limit: -1 }\n');
    const { code, err } = await run('init-run', '--config', 'mine.yaml');
    expect(code).toBe(2);
    expect(err).toMatch(/mode:.*mine\.yaml:1:1(.|\n)*guards\.latency_ms_limit:.*mine\.yaml:2/);
  });

  it('says that the port is taken, and that a folder cannot be used', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      const port = String((server.address() as AddressInfo).port);
      const taken = await auroractl(['init-run'], { cwd, env: { AURORA_API_PORT: port } });
      expect([taken.code, taken.err]).toEqual([1, expect.stringMatching(/EADDRINUSE.*--port 0/)]);
    } finally {
      server.close();
    }
    writeFileSync(join(cwd, 'file'), '');
    const { code, err } = await run('init-run', '--dir', 'file');
    expect([code, err]).toEqual([1, expect.stringMatching(/folder .*file cannot be used \(EEXIST\)/)]);
  });
});

describe('start-api, start-runner and stop', () => {
  it('start in the background, once each, into one session, and stop by record', async () => {
    const { session_dir: session } = await json<Made>('init-run');
    const api = await json<Started>('start-api');
    expect(api).toMatchObject({ session_dir: session, log_file: join(session, 'api.log') });
    expect((await fetch(`${api.url}/health`)).status).toBe(200);
    const again = await run('start-api');
    expect([again.code, again.err]).toEqual([
      1,
      `auroractl: aurora-api runs already (pid ${api.pid}, ${api.url}); stop it with \`auroractl stop aurora-api\`\n`,
    ]);
    const sim = startAuroractl(['sim', '--symbols', 'SOLUSDT,SOONUSDT'], { cwd });
    const { url, ws_url: wsUrl } = JSON.parse(await sim.line()) as { url: string; ws_url: string };
    const market = ['--ws-url', wsUrl, '--rest-url', url, '--symbols', 'SOLUSDT,SOONUSDT'];
    const runner = await json<Started>('start-runner', ...market);
    expect(runner).toMatchObject({ session_dir: session, api_url: api.url, symbols: ['SOLUSDT', 'SOONUSDT'] });
    expect((await fetch(runner.metrics_url)).status).toBe(200);
    expect((await run('stop')).err).toMatch(/running: wisescalp-runner \(pid \d+\), aurora-api \(pid \d+\)/);
    expect(await json('stop', 'runner', 'tuner')).toEqual({
      stopped: [{ name: 'wisescalp-runner', pid: runner.pid, outcome: 'stopped' }],
      not_running: ['tuner'],
    });
    expect((await run('stop', '--all')).out).toBe(`aurora-api (pid ${api.pid}) has ended\n`);
    expect([startedTicks(api.pid), startedTicks(runner.pid)]).toEqual([null, null]);
    expect(processRecords(join(cwd, 'run'))).toEqual([]);
    expect((await run('stop', '--all')).out).toBe('nothing was running here\n');
  });

  it('say the last lines of what does not start, and leave no record', async () => {
    const { code, out, err } = await run('start-api', '--mode', 'live');
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(/aurora-api ended with exit code 2 before it was ready:\n.*cannot start(.|\n)*ops_token/);
    expect(processRecords(join(cwd, 'run'))).toEqual([]);
  });

  it('write no token anywhere', async () => {
    const env = { AURORA_API_PORT: '0', OPS_TOKEN };
    const { code } = await auroractl(['start-api'], { cwd, env });
    expect(code).toBe(0);
    const files = (readdirSync(cwd, { recursive: true }) as string[]).filter((name) =>
      /\.(json|log|jsonl)$/.test(name),
    );
    expect(files.length).toBeGreaterThan(2);
    for (const name of files) expect(readFileSync(join(cwd, name), 'utf8')).not.toContain(OPS_TOKEN);
  });

  it('stay in front when told to, and end on a signal', async () => {
    const front = startAuroractl(['start-api', '--foreground'], { cwd, env: { AURORA_API_PORT: '0' } });
    const { url } = JSON.parse(await front.line()) as { url: string };
    expect((await fetch(`${url}/health`)).status).toBe(200);
    front.child.kill('SIGTERM');
    expect((await front.ended).code).toBe(0);
    expect(existsSync(join(cwd, 'run/processes/aurora-api.json'))).toBe(false);
  });

  it.each([
    [['start-runner'], 2, /say where the market is/],
    [['start-runner', '--ws-url', 'ws://127.0.0.1:1', '--recording', '.'], 2, /not from both/],
    [['start-runner', '--recording', 'nowhere'], 1, /ended with exit code \d before it was ready/],
    [['stop', 'everything'], 2, /there is no process "everything": tuner, wisescalp-runner, aurora-api, sim/],
    [['start-api', '--mode', 'fast'], 2, /shadow, paper, testnet, live, prod/],
  ])('%j: exit code %d', async (args, expected, said) => {
    const { code, err } = await run(...args);
    expect([code, err]).toEqual([expected, expect.stringMatching(said)]);
    expect(err).not.toMatch(/^\s+at /m);
  });

  it('do not start a runner for live mode', async () => {
    const { code, err } = await auroractl(['start-runner', '--recording', '.'], { cwd, env: { AURORA_MODE: 'live' } });
    expect([code, err]).toEqual([2, expect.stringMatching(/live/)]);
  });
});
