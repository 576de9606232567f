import type { CalibratorArtifact } from '@aurora/calibration';
import { objectOf, type GateControl } from '../rules/gate-control';
import type { ModelRegistry } from './model-registry';

/**
 * The gate behind HTTP. A model is put in force by an overlay that names its file over the overlay that is in force, of
 * which everything else stays. The gate must be able to read the file: same machine, same path.
 */
export class HttpModelRegistry implements ModelRegistry {
  constructor(private readonly gate: GateControl) {}

  /** Rejects when the gate refuses the model, or when another overlay came in between; the next refit tries again. */
  async load({ name, version, fitted }: CalibratorArtifact, path: string): Promise<void> {
    const id = `${name}@${version}`;
    const { overlay: active, configHash } = await this.gate.activeOverlay();
    const overlay = { ...active, calibrator: { ...objectOf(active['calibrator']), artifact: path } };
    await this.gate.applyOverlay(overlay, configHash, `calibrator ${id}, fitted on ${fitted.n} outcomes`);
    const inForce = await this.gate.models();
    if (inForce !== undefined && !inForce.includes(id))
      throw new Error(`the gate took the overlay, but its model is ${inForce.join(', ')}`);
  }
}
