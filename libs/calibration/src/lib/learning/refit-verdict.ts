import type { Ms } from '@aurora/kernel';
import type { CalibratorArtifact } from '../artifact/calibrator-artifact';
import type { CalibrationScores } from './calibration-scores';

/** Why a refit ended as it did. */
export type RefitReason =
  /** The candidate was better on the held-out stretch and takes over. */
  | 'better'
  /** Fewer outcomes for the fit than a Platt fit may rest on. */
  | 'too_few_samples'
  /** Fewer outcomes to judge by than are worth a judgement. */
  | 'too_few_held_out'
  /** Labels of the fit or of the held-out stretch are all the same. */
  | 'one_class'
  /** The best candidate was not better than the model in force. */
  | 'not_better';

/** What a refit came to. */
export interface RefitVerdict {
  /** The model in force stays. */
  readonly kept: boolean;
  readonly reason: RefitReason;
  /** Models before and after, name@version; the same when kept. */
  readonly from: string;
  readonly to: string;
  /** Outcomes for the fit, to judge by, and in neither because the cut fell into their life. */
  readonly n: number;
  readonly heldOut: number;
  readonly purged: number;
  /** Outcomes that were lacking for a verdict by scores; null when there were enough. */
  readonly needed: number | null;
  /** Last moment of the fit: what closed later is not in it; null without outcomes. */
  readonly cutMs: Ms | null;
  /** The model in force and the best candidate on the held-out stretch; null when it did not come to that. */
  readonly before: CalibrationScores | null;
  readonly after: CalibrationScores | null;
  /** The candidate that takes over; null when kept. */
  readonly artifact: CalibratorArtifact | null;
}
