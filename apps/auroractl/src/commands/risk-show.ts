import type { RiskSnapshotAnswer } from '@aurora/contracts';
import type { Command } from 'commander';
import { answer, type AnswerFlags } from '../cli/answer';
import { command } from '../cli/command-line';
import { findGate, withGate, type GateFlags } from '../gate/find-gate';
import { riskText } from '../operate/risk-text';

/** `auroractl risk show`. */
export const riskShowCommand = (): Command =>
  withGate(command('show', 'Shows the risk limits in force, and what is booked against them.', ['risk show'])).action(
    async (flags: AnswerFlags & GateFlags) => {
      const gate = await findGate(flags);
      answer(flags, await gate.get<RiskSnapshotAnswer>('/risk/snapshot', 'ops'), riskText);
    },
  );
