import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const BIN = join(__dirname, '../../bin/auroractl.cjs');
const children: ChildProcess[] = [];

function run(...args: string[]) {
  const child = spawn(process.execPath, [BIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  const output = { text: '', errors: '' };
  child.stdout.on('data', (chunk) => (output.text += String(chunk)));
  child.stderr.on('data', (chunk) => (output.errors += String(chunk)));
  const ended = once(child, 'close').then(([code, signal]) => ({
    code: code as number,
    signal: signal as string,
    ...output,
  }));
  const firstLine = () =>
    once(createInterface(child.stdout), 'line').then(
      ([line]) => JSON.parse(String(line)) as { type: string; url: string; ws_url: string; symbols: string[] },
    );
  return { child, ended, firstLine };
}

afterEach(async () => {
  const alive = children.splice(0).filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null);
  await Promise.all(alive.map((child) => (child.kill('SIGKILL'), once(child, 'close'))));
});

it.each(['SIGTERM', 'SIGINT'] as const)('says where it listens, and ends on %s with 0', async (signal) => {
  const { child, ended, firstLine } = run('sim', '--symbols', 'SOLUSDT,SOONUSDT', '--seed', '7');
  const listening = await firstLine();
  expect(listening).toMatchObject({ type: 'listening', symbols: ['SOLUSDT', 'SOONUSDT'] });
  expect(listening.ws_url).toBe(listening.url.replace('http', 'ws'));
  expect(await (await fetch(`${listening.url}/sim/status`)).json()).toMatchObject({ clients: 0, order_requests: 0 });
  child.kill(signal);
  expect(await ended).toMatchObject({ code: 0, signal: null, errors: '' });
});

it('says that its port is taken, with exit code 1', async () => {
  const { firstLine } = run('sim');
  const { port } = new URL((await firstLine()).url);
  const { code, errors } = await run('sim', '--port', port).ended;
  expect([code, errors]).toEqual([
    1,
    `auroractl: port ${port} is in use; choose another with --port, or leave it out\n`,
  ]);
});

it.each([
  [['sim', '--port', 'x'], /must be a whole number from 0 to 65535/],
  [['sim', '--speed', '0'], /must be a number above 0/],
  [['sim', '--fault', 'sneeze@1s'], /there is no fault "sneeze"/],
  [['sim', '--symbols', 'FOOUSDT'], /FOOUSDT is not known/],
  [['sim', '--symbols', 'BTCUSDT,BTCUSDT'], /symbols must be different/],
  [['sim', '--rate', '50'], /at least 100 frames a second/],
  [['sim', '--recording', '/nowhere'], /there is no folder \/nowhere/],
  [['sim', '--loop'], /--loop needs --recording/],
  [['sim', '--wire', '1999'], /2024, 2026/],
  [['sim', 'extra'], /too many arguments/],
  [['nonsense'], /unknown command 'nonsense'/],
  [[], /Usage: auroractl/],
])('%j is a wrong command line: exit code 2, no stack trace', async (args, said) => {
  const { code, errors, text } = await run(...args).ended;
  expect([code, text]).toEqual([2, '']);
  expect(errors).toMatch(said);
  expect(errors).not.toMatch(/^\s+at /m);
});

it('helps', async () => {
  const { code, text } = await run('sim', '--help').ended;
  expect(code).toBe(0);
  for (const option of [
    '--port',
    '--seed',
    '--symbols',
    '--recording',
    '--speed',
    '--rate',
    '--loop',
    '--fault',
    'Examples',
  ])
    expect(text).toContain(option);
});
