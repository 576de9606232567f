import type { CalibratorArtifact } from './calibrator-artifact';

/** What an artifact says of how well it is calibrated; `null` where it says nothing. */
export interface StatedScores {
  readonly ece: number | null;
  readonly brier: number | null;
  /** Outcomes behind the scores that it was not fitted on; `null`: they are of the fitted samples themselves. */
  readonly heldOut: number | null;
}

/** The scores an artifact states: those on held-out outcomes when it has them, for those on the fitted samples flatter. */
export function statedScores({ fitted, held_out: heldOut }: CalibratorArtifact): StatedScores {
  if (heldOut !== undefined) return { ece: heldOut.ece, brier: heldOut.brier, heldOut: heldOut.n };
  return { ece: fitted.ece ?? null, brier: fitted.brier ?? null, heldOut: null };
}
