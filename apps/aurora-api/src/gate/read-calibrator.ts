import { readFile } from 'node:fs/promises';
import {
  calibratorOf,
  parseCalibratorArtifact,
  SIGMOID_CALIBRATOR,
  type Calibrator,
  type CalibratorArtifact,
} from '@aurora/calibration';
import { ConfigError, type ResolvedConfig } from '@aurora/config';

const PATH = 'calibrator.artifact';

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
    const artifact = parseCalibratorArtifact(JSON.parse(await readFile(file, 'utf8')));
    return { artifact, calibrator: calibratorOf(artifact) };
  } catch (error) {
    const { source, where } = provenance.get(PATH) ?? { source: 'default', where: 'default' };
    throw new ConfigError([
      { path: PATH, message: `${file} cannot be used: ${(error as Error).message}`, source, where },
    ]);
  }
}
