import type { CalibratorArtifact } from '@aurora/calibration';

/** Injection token of the registry in use; `null` where nobody lets the runner change the gate's model. */
export const MODEL_REGISTRY = Symbol('model registry');

/** Where the gate's calibrator is changed. */
export interface ModelRegistry {
  /**
   * Puts a model in force at the gate. Rejects or throws when the gate does not take it: then it has the one it had, or
   * says otherwise in its next answer.
   * @param path absolute path of the artifact's file, which is complete.
   */
  load(artifact: CalibratorArtifact, path: string): Promise<void> | void;
  close?(): Promise<void>;
}
