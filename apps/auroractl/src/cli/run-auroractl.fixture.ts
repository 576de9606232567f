import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const BIN = join(__dirname, '../../bin/auroractl.cjs');
const API = join(__dirname, '../../../aurora-api/dist/main.js');

/** Random enough for live mode. */
export const OPS_TOKEN = 'vT7q-Zk2m_Rw9xLd4Hs8Bn3Yc6';
export const API_TOKEN = 'pW5u_Gj8tXe1-Kf7r';

type Env = Readonly<Record<string, string>>;

export interface RunOptions {
  /** Added to the path and a home of its own, which is all the process knows. */
  readonly env?: Env;
  /** Everything it can read from standard input; nothing when left out. */
  readonly stdin?: string;
  /** Working folder; a fresh one without configuration when left out. */
  readonly cwd?: string;
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

/** A command line that runs. */
export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** What it has said so far. */
  readonly said: () => { readonly out: string; readonly err: string };
  /** Resolves with the first line of standard output that passes; rejects when it ends without one. */
  readonly line: (passes?: (line: string) => boolean) => Promise<string>;
}

const commands = new Set<ChildProcess>();
const gates = new Set<ChildProcess>();
const folders: string[] = [];

/** A folder that is gone when the tests of the file are over. */
export function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'auroractl-'));
  folders.push(folder);
  return folder;
}

/** Starts `auroractl` as a user would, without a terminal. Killed after the test if it still runs. */
export function startAuroractl(args: readonly string[], { env = {}, stdin = '', cwd }: RunOptions = {}): Running {
  const child = inFolder(process.execPath, [BIN, ...args], cwd, env);
  // A command that never reads may be gone before it could.
  child.stdin.on('error', () => undefined).end(stdin);
  return watched(child, () => commands.delete(child));
}

/** A command line on a terminal of its own; what it says on either output comes as one text. */
export interface OnTerminal extends Omit<Running, 'said' | 'line'> {
  /** Types this as soon as the text has appeared; rejects when the command ends without it. */
  readonly type: (keys: string, whenShown: RegExp) => Promise<void>;
}

/** Starts `auroractl` on a pseudo-terminal (script(1)), without colours being refused. Killed after the test if it still runs. */
export function startOnTerminal(
  args: readonly string[],
  { env = {}, cwd }: Omit<RunOptions, 'stdin'> = {},
): OnTerminal {
  const line = `exec ${[process.execPath, BIN, ...args].map((word) => `'${word}'`).join(' ')}`;
  const child = inFolder('script', ['-qefc', line, '/dev/null'], cwd, { TERM: 'xterm', ...env });
  let out = '';
  let from = 0;
  const looks = new Set<() => void>();
  child.stdout!.on('data', (text: string) => ((out += text), looks.forEach((look) => look())));
  const { ended } = watched(child, () => commands.delete(child));
  const type = (keys: string, whenShown: RegExp) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        const found = whenShown.exec(out.slice(from));
        if (found === null) return;
        looks.delete(look);
        from += found.index + found[0].length;
        child.stdin!.write(keys);
        resolve();
      };
      looks.add(look);
      look();
      void ended.then(({ code }) => reject(new Error(`it ended with ${code} before it showed ${whenShown}: ${out}`)));
    });
  return { child, ended, type };
}

function inFolder(program: string, args: readonly string[], cwd: string | undefined, env: Env) {
  const folder = cwd ?? freshFolder();
  const child = spawn(program, args, {
    cwd: folder,
    env: { PATH: process.env['PATH'], HOME: folder, AURORA_RUN_DIR: join(folder, 'run'), ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  commands.add(child);
  return child;
}

/** Runs `auroractl` to its end. */
export const auroractl = (args: readonly string[], options?: RunOptions): Promise<Ended> =>
  startAuroractl(args, options).ended;

/** A gate of its own in a process. */
export interface TestGate {
  readonly url: string;
  readonly pid: number;
  readonly sessionDir: string;
  readonly runDir: string;
  /** What a command line needs to find it and to be let in. */
  readonly env: Env;
  readonly stop: (signal?: NodeJS.Signals) => Promise<Ended>;
}

/** Starts aurora-api on a free port in folders of its own, with both tokens. Killed after the tests of the file if it still runs. */
export async function startGate(env: Env = {}): Promise<TestGate> {
  const folder = freshFolder();
  const [sessionDir, runDir] = [join(folder, 'session'), join(folder, 'run')];
  const child = spawn(process.execPath, [API], {
    cwd: folder,
    env: {
      PATH: process.env['PATH'],
      AURORA_API_PORT: '0',
      AURORA_SESSION_DIR: sessionDir,
      AURORA_RUN_DIR: runDir,
      OPS_TOKEN,
      AURORA_API_TOKEN: API_TOKEN,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  gates.add(child);
  const { line, ended } = watched(child, () => gates.delete(child));
  const { url } = JSON.parse(await line((text) => text.startsWith('{"type":"listening"'))) as { readonly url: string };
  return {
    url,
    pid: child.pid!,
    sessionDir,
    runDir,
    env: { AURORA_API_URL: url, OPS_TOKEN, AURORA_API_TOKEN: API_TOKEN },
    stop: (signal = 'SIGTERM') => (child.kill(signal), ended),
  };
}

function watched(child: ChildProcess, onEnd: () => void): Running {
  const said = { out: '', err: '' };
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  const look = () => waiting.forEach((one) => one());
  child.stdout!.setEncoding('utf8').on('data', (text: string) => (said.out += text));
  child.stderr!.setEncoding('utf8').on('data', (text: string) => (said.err += text));
  createInterface(child.stdout!).on('line', (line) => (lines.push(line), look()));
  const ended = once(child, 'close').then(([code, signal]) => {
    onEnd();
    return { code: code as number | null, signal: signal as NodeJS.Signals | null, ...said };
  });
  const line = (passes: (line: string) => boolean = () => true) =>
    new Promise<string>((resolve, reject) => {
      const one = () => {
        const found = lines.find(passes);
        if (found === undefined) return;
        waiting.delete(one);
        resolve(found);
      };
      waiting.add(one);
      one();
      void ended.then(({ code, err }) => (one(), reject(new Error(`it ended with ${code} before it said so: ${err}`))));
    });
  return { child, ended, said: () => ({ ...said }), line };
}

async function killAll(children: ReadonlySet<ChildProcess>): Promise<void> {
  await Promise.all([...children].map((child) => (child.kill('SIGKILL'), once(child, 'close'))));
}

afterEach(() => killAll(commands));
afterAll(async () => {
  await killAll(gates);
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});
