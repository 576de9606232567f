import { SIGMOID_CALIBRATOR, type CalibratorArtifact } from '@aurora/calibration';
import type { Ms } from '@aurora/kernel';
import type { Emit } from '../events/emit';
import type { CurrentModel } from './current-model';
import type { ModelFiles } from './model-files';
import type { ModelRegistry } from './model-registry';

/** What became of a candidate: in force; none to propose; the gate refused it; nobody may load it into the gate. */
export type SwitchReason = 'switched' | 'kept' | 'gate_refused' | 'no_gate_access';

export interface ModelSwitchParts {
  readonly model: CurrentModel;
  readonly files: ModelFiles;
  readonly registry: ModelRegistry | null;
  readonly emit: Emit;
  readonly nowMs: () => Ms;
}

const SIGMOID = `${SIGMOID_CALIBRATOR.name}@${SIGMOID_CALIBRATOR.version}`;

/** Keeps the model of the runner and the one of the gate the same; where they are not, the gate's counts, and it is on record. */
export class ModelSwitch {
  /** The model this run began with. */
  private readonly first: CalibratorArtifact | null;
  private switchedMs: Ms = -Infinity;
  private isProposing = false;
  /** What the gate names and the runner has not, once it is on record. */
  private differing: string | null = null;

  constructor(private readonly parts: ModelSwitchParts) {
    this.first = parts.model.artifact;
  }

  /** Puts a model in force at the gate, then here. Rejects when its file cannot be written. */
  async propose(artifact: CalibratorArtifact): Promise<SwitchReason> {
    const { files, registry } = this.parts;
    const path = await files.write(artifact);
    if (registry === null) return 'no_gate_access';
    this.isProposing = true;
    try {
      await registry.load(artifact, path);
      this.switchTo(artifact);
      return 'switched';
    } catch (error) {
      this.fault((error as Error).message);
      return 'gate_refused';
    } finally {
      this.isProposing = false;
      this.switchedMs = this.parts.nowMs();
    }
  }

  /** Whether an answer shows that the gate has another model, which is not on record yet. */
  mustFollow(gateModel: string, askedMs: Ms): boolean {
    if (gateModel === this.parts.model.id) {
      if (this.differing !== null) this.parts.emit('HEALTH.RECOVERY', { part: 'calibrator', model: gateModel });
      this.differing = null;
      return false;
    }
    if (this.isProposing || askedMs <= this.switchedMs || gateModel === this.differing) return false;
    this.differing = gateModel;
    return true;
  }

  /** Takes over the gate's model, after an operator changed it there for instance. */
  async follow(gateModel: string): Promise<void> {
    const { model, emit } = this.parts;
    const from = model.id;
    // A switch that was under way when it was asked for may have made them the same.
    if (from === gateModel) return;
    const artifact = await this.known(gateModel);
    if (artifact === undefined)
      return this.fault(`the gate judges by ${gateModel}, the runner by ${from}, and has no file of the other`);
    this.switchTo(artifact);
    this.differing = null;
    const n = artifact?.fitted.n ?? null;
    emit('CALIBRATION.UPDATE', { from, to: gateModel, n, kept: false, reason: 'followed_gate' });
  }

  /** `null` for the fixed sigmoid, `undefined` for a model nobody here knows. */
  private async known(id: string): Promise<CalibratorArtifact | null | undefined> {
    if (id === SIGMOID) return null;
    if (this.first !== null && id === `${this.first.name}@${this.first.version}`) return this.first;
    return (await this.parts.files.find(id)) ?? undefined;
  }

  private switchTo(artifact: CalibratorArtifact | null): void {
    this.parts.model.switchTo(artifact);
    this.switchedMs = this.parts.nowMs();
  }

  private fault(error: string): void {
    this.parts.emit('HEALTH.ERROR', { part: 'calibrator', error });
  }
}
