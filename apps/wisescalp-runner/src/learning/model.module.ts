import { readFile } from 'node:fs/promises';
import { parseCalibratorArtifact } from '@aurora/calibration';
import { ConfigError, type AuroraConfig } from '@aurora/config';
import { Module } from '@nestjs/common';
import { RUNNER_CONFIG } from '../runner-options';
import { CurrentModel } from './current-model';

/** The model the configuration names, as the gate reads it. Rejects with a `ConfigError` when its file cannot be used. */
export async function modelOf({ calibrator }: Pick<AuroraConfig, 'calibrator'>): Promise<CurrentModel> {
  const file = calibrator.artifact;
  if (file === null) return new CurrentModel();
  try {
    return new CurrentModel(parseCalibratorArtifact(JSON.parse(await readFile(file, 'utf8'))));
  } catch (error) {
    const message = `${file} cannot be used: ${(error as Error).message}`;
    throw new ConfigError([{ path: 'calibrator.artifact', message, source: 'yaml', where: file }]);
  }
}

/** The calibrator in force, for whoever asks for probabilities. */
@Module({
  providers: [{ provide: CurrentModel, inject: [RUNNER_CONFIG], useFactory: modelOf }],
  exports: [CurrentModel],
})
export class ModelModule {}
