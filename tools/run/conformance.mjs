// npm run -s conformance -- KIND: one JSON input a line on stdin, one answer a line on stdout, in order.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, ROOT } from './bootstrap.mjs';

ensureInstalled();
if (!['gates', 'execution', 'contracts'].every((lib) => existsSync(join(ROOT, 'libs', lib, 'dist/index.js'))))
  ensureBuilt();
await import('../conformance/main.mjs');
