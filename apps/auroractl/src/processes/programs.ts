import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { remark } from '../cli/answer';
import { Finding } from '../cli/failures';
import type { ProcessName } from './process-record';

/** The folder of the checkout. */
export const CHECKOUT = join(__dirname, '../../../..');

const AURORACTL = 'apps/auroractl/bin/auroractl.cjs';

/** What is run with Node for a process, from the folder of the checkout; exchange and tuner are commands of this program. */
const SCRIPTS: Readonly<Record<ProcessName, string>> = {
  'aurora-api': 'apps/aurora-api/dist/main.js',
  'wisescalp-runner': 'apps/wisescalp-runner/dist/main.js',
  tuner: AURORACTL,
  sim: AURORACTL,
};

export const scriptOf = (name: ProcessName): string => join(CHECKOUT, SCRIPTS[name]);

/** Builds the programs of these processes in a checkout where that has not been done. Throws a `Finding` when it does not succeed. */
export function ensureBuilt(names: readonly ProcessName[]): void {
  for (const name of names) {
    if (existsSync(scriptOf(name))) continue;
    remark(`${name} is not built yet, building …`);
    const compiler = require.resolve('typescript/bin/tsc');
    const project = join(CHECKOUT, `apps/${name}/tsconfig.app.json`);
    const { status } = spawnSync(process.execPath, [compiler, '-b', project], { stdio: ['ignore', 2, 2] });
    if (status !== 0 || !existsSync(scriptOf(name)))
      throw new Finding(`${name} could not be built; the errors stand above. \`npm run build\` builds everything`);
  }
}
