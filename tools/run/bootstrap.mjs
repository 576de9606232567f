// What every script of this folder needs before it may import a package: installed dependencies and built projects.
// Node built-ins only. Everything is said on stderr; stdout belongs to the script itself.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const NODE_AT_LEAST = [20, 19];

/** Ends the script with a message and no stack trace. */
export function fail(message, code = 1) {
  process.stderr.write(`${message}\n`);
  process.exit(code);
}

/** Runs a step with its output on stderr and answers its exit code. */
function run(title, command, args) {
  const started = Date.now();
  process.stderr.write(`${title} …\n`);
  const { status, error } = spawnSync(command, args, { cwd: ROOT, stdio: ['ignore', 2, 2] });
  if (error) process.stderr.write(`${error.message}\n`);
  else if (status === 0) process.stderr.write(`${title}: done in ${((Date.now() - started) / 1000).toFixed(1)} s\n`);
  return status ?? 1;
}

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < NODE_AT_LEAST[0] || (major === NODE_AT_LEAST[0] && minor < NODE_AT_LEAST[1]))
    fail(`Aurora needs Node ${NODE_AT_LEAST.join('.')} or newer; this is ${process.versions.node}.`);
}

const packagesOf = (lockFile) => JSON.parse(readFileSync(join(ROOT, lockFile), 'utf8')).packages;

/** npm keeps what it installed in node_modules/.package-lock.json; optional packages of other platforms are not in it. */
function isInstalled() {
  if (!existsSync(join(ROOT, 'node_modules/.package-lock.json'))) return false;
  const installed = packagesOf('node_modules/.package-lock.json');
  return Object.entries(packagesOf('package-lock.json')).every(
    ([path, { version, integrity, link, optional, devOptional }]) =>
      !path.startsWith('node_modules/') ||
      ((optional || devOptional) && !installed[path]) ||
      (installed[path]?.version === version &&
        installed[path]?.integrity === integrity &&
        installed[path]?.link === link),
  );
}

/** Installs the packages of package-lock.json unless exactly those are installed. */
export function ensureInstalled() {
  requireNode();
  if (isInstalled()) return;
  const npmScript = process.env.npm_execpath;
  const [command, ...first] = npmScript?.endsWith('.js') ? [process.execPath, npmScript] : ['npm'];
  // NODE_ENV=production would leave out the compiler.
  if (run('Installing packages (npm ci)', command, [...first, 'ci', '--include=dev']) !== 0)
    fail(
      'The packages could not be installed. Is the registry reachable (`npm ping`), is there room on the disk, and does\n' +
        'package-lock.json fit the package.json files (`npm install` mends it)? Then start again.',
    );
}

/** Builds every library and app; quick when nothing changed. */
export function ensureBuilt() {
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  if (run('Building (tsc -b)', process.execPath, [tsc, '-b', 'tsconfig.build.json']) !== 0)
    fail('The build failed; the errors stand above.');
}
