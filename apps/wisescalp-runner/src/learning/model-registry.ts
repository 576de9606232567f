import type { CalibratorArtifact } from '@aurora/calibration';

/** Where the gate's calibrator is changed. */
export interface ModelRegistry {
  /**
   * Puts a model in force at the gate. Rejects or throws when the gate does not take it: then it has the one it had.
   * @param path absolute path of the artifact's file.
   */
  load(artifact: CalibratorArtifact, path: string): Promise<void> | void;
  /** File of the model the gate was told to use by an overlay; `null`: none. Absent where the gate starts with the run. */
  inForce?(): Promise<string | null>;
}
