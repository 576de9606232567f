import { readFile, stat } from 'node:fs/promises';
import {
  calibratorOf,
  parseCalibratorArtifact,
  SIGMOID_CALIBRATOR,
  type Calibrator,
  type CalibratorArtifact,
} from '@aurora/calibration';
import { ConfigError, type ResolvedConfig } from '@aurora/config';

const PATH = 'calibrator.artifact';
/** A million points of an isotonic curve stay below it. */
const MAX_BYTES = 64 * 2 ** 20;

/** A calibrator, and the artifact as it stands in its file, so that the log can carry it; `null` for the fixed sigmoid. */
export interface LoadedCalibrator {
  readonly artifact: CalibratorArtifact | null;
  readonly calibrator: Calibrator;
}

/** Reads the calibrator the configuration names. Rejects with a `ConfigError` when its file cannot be used. */
export async function readCalibrator({ config, provenance }: ResolvedConfig): Promise<LoadedCalibrator> {
  const file = config.calibrator.artifact;
  if (file === null) return { artifact: null, calibrator: SIGMOID_CALIBRATOR };
  try {
    const artifact = parseCalibratorArtifact(parsed(await contentOf(file)));
    return { artifact, calibrator: calibratorOf(artifact) };
  } catch (error) {
    const { source, where } = provenance.get(PATH) ?? { source: 'default', where: 'default' };
    throw new ConfigError([
      { path: PATH, message: `${file} cannot be used: ${(error as Error).message}`, source, where },
    ]);
  }
}

/** Only files, and none without an end: an overlay may name any path. */
async function contentOf(file: string): Promise<string> {
  const stats = await stat(file);
  if (!stats.isFile()) throw new Error('it is no file');
  if (stats.size > MAX_BYTES) throw new Error(`it is larger than ${MAX_BYTES} bytes`);
  return readFile(file, 'utf8');
}

/** Says nothing of the content, which may be another file than the one that was meant. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error('it is no JSON');
  }
}
