import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfig } from '@aurora/config/node';
import { type Settings } from './settings';

/** Settings of the process: environment, `.env`, files. Throws `ConfigError` with every problem. */
export const readSettings = (): Settings => ({
  loaded: loadConfig(),
  pid: process.pid,
  gitRevision: gitRevision(),
  version: packageVersion(),
  logLevel: process.env['AURORA_LOG_LEVEL'] ?? 'info',
});

/** Where the service is deployed without its repository, the build says the revision in AURORA_GIT_REVISION. */
function gitRevision(): string | null {
  const said = process.env['AURORA_GIT_REVISION'];
  if (said) return said;
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
      cwd: __dirname,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    // No git, or no repository here: then nobody knows, and /version says null.
    return null;
  }
}

function packageVersion(): string {
  const text = readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8');
  return (JSON.parse(text) as { readonly version: string }).version;
}
