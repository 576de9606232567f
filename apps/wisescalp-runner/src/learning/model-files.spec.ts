import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { ConfigError } from '@aurora/config';
import { artifactOf } from './learning.fixture';
import { ModelFiles } from './model-files';
import { modelOf } from './model.module';

let folder: string;
let files: ModelFiles;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'models-'));
  files = new ModelFiles(join(folder, 'models'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the file of a model', () => {
  it('is there whole, for its owner only, and is found by the name of the model', async () => {
    const path = await files.write(artifactOf('7'));
    expect([isAbsolute(path), statSync(path).mode & 0o777]).toEqual([true, 0o600]);
    expect(readdirSync(join(folder, 'models'))).toEqual(['wisescalp-7.json']);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(artifactOf('7'));
    expect(await files.find('wisescalp@7')).toEqual(artifactOf('7'));
  });

  it('may be written again, but never becomes another', async () => {
    const path = await files.write(artifactOf('7'));
    expect(await files.write(artifactOf('7'))).toBe(path);
    const other = { ...artifactOf('7'), fitted: { n: 5 } };
    await expect(files.write(other)).rejects.toThrow('holds another model of the same name and version');
    expect(await files.find('wisescalp@7')).toEqual(artifactOf('7'));
  });

  it.each(['wisescalp@8', 'wisescalp', '@7', 'wisescalp@../models/wisescalp-7'])('is none of %p', async (id) => {
    await files.write(artifactOf('7'));
    expect(await files.find(id)).toBeNull();
  });

  it('that is broken is refused', async () => {
    const path = await files.write(artifactOf('7'));
    writeFileSync(path, '{}');
    await expect(files.find('wisescalp@7')).rejects.toThrow('calibrator artifact refused');
  });
});

describe('the model of the configuration', () => {
  it('is the fixed sigmoid when it names none', async () => {
    const model = await modelOf({ calibrator: { artifact: null } });
    expect([model.id, model.artifact]).toEqual(['sigmoid@1', null]);
  });

  it('is the one it names', async () => {
    const model = await modelOf({ calibrator: { artifact: await files.write(artifactOf('7')) } });
    expect([model.id, model.artifact, model.calibrator.kind]).toEqual(['wisescalp@7', artifactOf('7'), 'platt']);
  });

  it.each([
    ['nothing there', null, 'ENOENT'],
    ['no JSON', 'x', 'JSON'],
    ['no artifact', '{}', 'refused'],
  ])('stops the start: %s', async (_, content, why) => {
    const path = join(folder, 'model.json');
    if (content !== null) writeFileSync(path, content);
    const start = modelOf({ calibrator: { artifact: path } });
    await expect(start).rejects.toThrow(ConfigError);
    await expect(start).rejects.toThrow(why);
  });
});
