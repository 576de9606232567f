import type { GuardStateAnswer, OpsStateAnswer } from '@aurora/contracts';
import { answer, remark, type AnswerFlags } from '../cli/answer';
import { confirmLive, type ConfirmFlags } from '../cli/confirm';
import { findGate, type GateFlags } from '../gate/find-gate';
import { guardStateText } from './guard-state-text';

export type OperateFlags = AnswerFlags & GateFlags & ConfirmFlags;

/**
 * Tells the gate something, and answers its state afterwards.
 * @param danger what it will do that is asked about first where the gate is live; `null` asks nothing.
 * @param done what has been done, said on standard error.
 */
export async function operate(
  flags: OperateFlags,
  path: string,
  danger: string | null,
  done: (before: OpsStateAnswer, after: GuardStateAnswer) => string,
): Promise<void> {
  const gate = await findGate(flags);
  const before = await gate.get<OpsStateAnswer>('/ops/state', 'ops');
  if (danger !== null) await confirmLive(flags, before.mode, danger);
  const after = await gate.post<GuardStateAnswer>(path, 'ops');
  if (flags.json !== true) remark(done(before, after));
  answer(flags, after, (state) => guardStateText({ ...before, ...state }));
}
