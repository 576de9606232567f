// npm run api: builds and runs aurora-api in the foreground. Settings come from the environment and configs/.
// npm run api:lite (--lite): the same with fixed answers and no gate behind them, for clients that are being built.
// The npm script says `exec`, so that a signal to npm ends here and not in a shell between the two.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, fail, ROOT } from './bootstrap.mjs';

ensureInstalled();
ensureBuilt();

const args = process.argv.slice(2);
const main = join(ROOT, 'apps/aurora-api/dist', args.includes('--lite') ? 'lite/main.js' : 'main.js');
const api = spawn(process.execPath, [main, ...args], { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => api.kill(signal));
api.on('error', (error) => fail(`aurora-api could not be started: ${error.message}`));
api.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
