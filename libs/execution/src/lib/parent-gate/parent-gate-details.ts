import { msToSec } from '@aurora/kernel';
import { finiteOrNull } from '../finite-or-null';
import type { ParentGateVerdict } from './parent-gate';

/** Details of the event `PARENT_GATE.EVAL`: what is not finite is `null`. */
export const parentGateDetails = (verdict: ParentGateVerdict) => ({
  outcome: verdict.outcome,
  reason: verdict.reason,
  z: finiteOrNull(verdict.z),
  aligned: verdict.aligned,
  cooldown_remaining_s: finiteOrNull(msToSec(verdict.cooldownRemainingMs)),
  child_spread_bps: verdict.childSpreadBps === null ? null : finiteOrNull(verdict.childSpreadBps),
});
