import {
  chmodSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { replaceFile } from './replace-file';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'replace-'))));
afterEach(() => rmSync(folder, { recursive: true }));
const at = (name: string) => join(folder, name);
const mode = (name: string) => statSync(at(name)).mode & 0o777;

it('makes a file with the mode that is given, and leaves nothing beside it', () => {
  replaceFile(at('a'), 'one', 0o600);
  expect([readFileSync(at('a'), 'utf8'), mode('a'), readdirSync(folder)]).toEqual(['one', 0o600, ['a']]);
});

it.each([0o640, 0o600, 0o666])('keeps the mode %p of one that was there', (was) => {
  writeFileSync(at('a'), 'one');
  chmodSync(at('a'), was);
  replaceFile(at('a'), 'two', 0o644);
  expect([readFileSync(at('a'), 'utf8'), mode('a')]).toEqual(['two', was]);
});

it('keeps a link a link', () => {
  writeFileSync(at('real'), 'one');
  symlinkSync(at('real'), at('link'));
  replaceFile(at('link'), 'two', 0o600);
  expect([lstatSync(at('link')).isSymbolicLink(), readFileSync(at('real'), 'utf8')]).toEqual([true, 'two']);
});

it('leaves nothing where it cannot write', () => {
  expect(() => replaceFile(join(folder, 'none', 'a'), 'one', 0o600)).toThrow('ENOENT');
  expect(readdirSync(folder)).toEqual([]);
});
