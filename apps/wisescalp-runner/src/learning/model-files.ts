import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseCalibratorArtifact, type CalibratorArtifact } from '@aurora/calibration';

const OWNER_ONLY = 0o600;
const OWNER_FOLDER = 0o700;
/** What a model may be called where its name becomes that of a file. */
const SAFE = /^[\w.-]+$/;

/** Files of fitted models, `<name>-<version>.json`. A file never changes once it is there: whoever was told its path may rely on it. */
export class ModelFiles {
  private readonly folder: string;

  constructor(folder: string) {
    this.folder = resolve(folder);
  }

  static nameOf({ name, version }: { readonly name: string; readonly version: string }): string {
    return `${name}-${version}.json`;
  }

  /**
   * Puts an artifact in place whole or not at all; the same one again changes nothing. Rejects when another one has its name.
   * @returns its absolute path.
   */
  async write(artifact: CalibratorArtifact): Promise<string> {
    const path = join(this.folder, ModelFiles.nameOf(artifact));
    const content = `${JSON.stringify(artifact)}\n`;
    const before = await contentOf(path);
    if (before === content) return path;
    if (before !== null) throw new Error(`${path} holds another model of the same name and version`);
    await mkdir(this.folder, { recursive: true, mode: OWNER_FOLDER });
    const part = `${path}.part`;
    const handle = await open(part, 'w', OWNER_ONLY);
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(part, path);
    return path;
  }

  /** The artifact of a model, name@version; `null` when it has no file here. Rejects on a file that cannot be used. */
  async find(id: string): Promise<CalibratorArtifact | null> {
    const [name = '', version = ''] = id.split('@');
    if (!SAFE.test(name) || !SAFE.test(version)) return null;
    const content = await contentOf(join(this.folder, ModelFiles.nameOf({ name, version })));
    return content === null ? null : parseCalibratorArtifact(JSON.parse(content));
  }
}

async function contentOf(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
