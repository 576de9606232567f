#!/usr/bin/env node
const { execFileSync } = require('node:child_process');
const { existsSync } = require('node:fs');
const { join } = require('node:path');

// In a checkout that was installed and not yet built the command builds itself.
if (!existsSync(join(__dirname, '../dist/main.js'))) {
  process.stderr.write('auroractl: not built yet, building …\n');
  const project = join(__dirname, '../tsconfig.app.json');
  execFileSync(process.execPath, [require.resolve('typescript/bin/tsc'), '-b', project], { stdio: ['ignore', 2, 2] });
}
require('../dist/main.js');
