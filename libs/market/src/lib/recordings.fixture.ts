import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Recordings of the venue by others (their licences lie beside them); where they are kept is told by AURORA_RECORDINGS. */
const ROOT = process.env['AURORA_RECORDINGS'] ?? join(__dirname, '../../../../../shared/data');

/** Describes tests of a folder or file of recordings; where it is not, one test says so. */
export function withRecording(name: string, tests: (path: string) => void): void {
  const path = join(ROOT, name);
  if (existsSync(path)) describe(`recording ${name}`, () => tests(path));
  else it(`recording ${name} is not here: nothing was replayed`, () => expect(existsSync(path)).toBe(false));
}
