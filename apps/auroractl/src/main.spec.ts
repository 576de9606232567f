import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const BIN = join(__dirname, '../bin/auroractl.cjs');
const bash = (script: string) =>
  promisify(execFile)('bash', ['-o', 'pipefail', '-c', script, 'bash', process.execPath, BIN]);

it.each(['--help', 'status --help', 'config show --all'])(
  'ends quietly with 0 when nobody reads on: %s',
  async (args) => {
    const { stdout, stderr } = await bash(`"$1" "$2" ${args} | true; exit $?`);
    expect([stdout, stderr]).toEqual(['', '']);
  },
);
