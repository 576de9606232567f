import type { RefitVerdict } from './refit-verdict';

/** Details of the event that says what a refit came to; scores are those of the held-out stretch. */
export const refitDetails = (verdict: RefitVerdict): Readonly<Record<string, unknown>> => ({
  from: verdict.from,
  to: verdict.to,
  kind: verdict.artifact?.kind ?? null,
  n: verdict.n,
  needed: verdict.needed,
  held_out: verdict.heldOut,
  purged: verdict.purged,
  cut_ms: verdict.cutMs,
  ece_before: verdict.before?.ece ?? null,
  ece_after: verdict.after?.ece ?? null,
  brier_before: verdict.before?.brier ?? null,
  brier_after: verdict.after?.brier ?? null,
  log_loss_before: verdict.before?.logLoss ?? null,
  log_loss_after: verdict.after?.logLoss ?? null,
  kept: verdict.kept,
  reason: verdict.reason,
});
