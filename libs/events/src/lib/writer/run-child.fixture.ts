import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { type Readable } from 'node:stream';

// Children run the sources, as the tests do, without a build in between.
const REGISTER_TYPESCRIPT = `
  const { transformFileSync } = require('@swc/core');
  require.extensions['.ts'] = (module, file) => module._compile(transformFileSync(file, {
    swcrc: false,
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    module: { type: 'commonjs' },
  }).code, file);`;

/** Runs a TypeScript file in a process of its own; `prefix` is a shell command that comes first, e.g. a limit. */
export function runChild(
  file: string,
  args: readonly string[],
  prefix = 'true',
): ChildProcessByStdio<null, Readable, Readable> {
  const script = `${REGISTER_TYPESCRIPT} require(process.argv[1]);`;
  return spawn(
    'bash',
    ['-c', `${prefix} && exec "$0" "$@"`, process.execPath, '--conditions=@aurora/source', '-e', script, file, ...args],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
}

/** Everything a child says until it ends. */
export async function outputOf(child: ChildProcessByStdio<null, Readable, Readable>): Promise<{
  code: number | null;
  signal: NodeJS.Signals | null;
  out: string;
  err: string;
}> {
  let out = '';
  let err = '';
  child.stdout.on('data', (data: Buffer) => (out += data.toString()));
  child.stderr.on('data', (data: Buffer) => (err += data.toString()));
  return new Promise((resolve) => child.on('close', (code, signal) => resolve({ code, signal, out, err })));
}
