// npm start: the gate and the shadow runner on one screen. Nothing here can reach an order endpoint.
// The npm script says `exec`, so that a signal to npm ends here and not in a shell between the two.
import { ensureBuilt, ensureInstalled } from './bootstrap.mjs';

ensureInstalled();
// Packages may be imported from here on.
const { readOptions } = await import('./launch/options.mjs');
const options = readOptions(process.argv.slice(2));
ensureBuilt();
const { main } = await import('./launch/main.mjs');
process.exitCode = await main(options);
