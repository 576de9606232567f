import type { OverlayAnswer } from '@aurora/contracts';
import type { Command } from 'commander';
import { answer, type AnswerFlags } from '../cli/answer';
import { command } from '../cli/command-line';
import { findGate, withGate, type GateFlags } from '../gate/find-gate';

const EXAMPLES = ['overlay show', 'overlay show > overlay.yaml     to change it and apply it again'];

/** `auroractl overlay show`. */
export const overlayShowCommand = (): Command =>
  withGate(command('show', 'Shows the overlay in force as YAML, with who applied it, why and when.', EXAMPLES)).action(
    async (flags: AnswerFlags & GateFlags) => {
      const gate = await findGate(flags);
      const active = await gate.get<OverlayAnswer>('/overlay/active', 'api');
      const { overlayYaml } = await import('../overlay/overlay-text.js');
      const yaml = await overlayYaml(active, Date.now());
      answer(flags, active, () => yaml);
    },
  );
