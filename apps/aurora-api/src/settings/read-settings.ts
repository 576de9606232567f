import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfig } from '@aurora/config/node';
import { type Settings } from './settings';

/** Settings of the process: environment, `.env`, files. Throws `ConfigError` with every problem. */
export function readSettings(): Settings {
  const loaded = loadConfig();
  const { gitRevision } = loaded.resolved.config.api;
  return { loaded, pid: process.pid, gitRevision: gitRevision ?? askGit(), version: packageVersion() };
}

function askGit(): string | null {
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
