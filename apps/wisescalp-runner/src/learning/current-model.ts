import { calibratorOf, SIGMOID_CALIBRATOR, type Calibrator, type CalibratorArtifact } from '@aurora/calibration';

/** The calibrator that gives the runner its probabilities, and its name in every decision. */
export class CurrentModel {
  private inForce: Calibrator;

  /** @param artifact `null` for the fixed sigmoid. */
  constructor(private file: CalibratorArtifact | null = null) {
    this.inForce = file === null ? SIGMOID_CALIBRATOR : calibratorOf(file);
  }

  get calibrator(): Calibrator {
    return this.inForce;
  }

  /** `null` for the fixed sigmoid. */
  get artifact(): CalibratorArtifact | null {
    return this.file;
  }

  get name(): string {
    return this.inForce.name;
  }

  get version(): string {
    return this.inForce.version;
  }

  /** name@version, as the gate names it in its answers. */
  get id(): string {
    return `${this.name}@${this.version}`;
  }

  /** The next probability comes from this one. */
  switchTo(artifact: CalibratorArtifact | null): void {
    this.inForce = artifact === null ? SIGMOID_CALIBRATOR : calibratorOf(artifact);
    this.file = artifact;
  }
}
