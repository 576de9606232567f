import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveConfig } from '@aurora/config';
import { readCalibrator } from './read-calibrator';

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'calibrator-'))));
afterAll(() => rmSync(folder, { recursive: true }));

const read = (file: string) =>
  readCalibrator(resolveConfig({ yaml: { file: 'test', value: { calibrator: { artifact: file } } } }));

describe('a calibrator file that cannot be used', () => {
  it.each([
    ['nothing there', () => undefined, 'no such file'],
    ['a folder', mkdirSync, 'it is no file'],
    ['a pipe, which would be waited for', (file: string) => execFileSync('mkfifo', [file]), 'it is no file'],
    [
      'larger than any artifact',
      (file: string) => (writeFileSync(file, '['), truncateSync(file, 64 * 2 ** 20 + 1)),
      'it is larger than 67108864 bytes',
    ],
    ['another file', (file: string) => writeFileSync(file, 'root:x:0:0'), 'it is no JSON'],
  ])('%s', async (what, make, why) => {
    const file = join(folder, what.replaceAll(/\W/g, '-'));
    make(file);
    const error: Error = await read(file).then(
      () => Promise.reject(new Error('it was used')),
      (reason: Error) => reason,
    );
    expect(error.message).toContain(why);
    expect(error.message).not.toContain('root');
  });
});
