import type { Command } from 'commander';
import { answer, type AnswerFlags } from '../cli/answer';
import { command } from '../cli/command-line';
import { EXIT } from '../cli/exit-code';
import { findGate, withGate, type GateFlags } from '../gate/find-gate';

const EXAMPLES = ['health', 'health --json', 'health && echo up'];

/** `auroractl health`: what a probe asks. */
export const healthCommand = (): Command =>
  withGate(
    command(
      'health',
      'Does the gate answer, and can it judge and record? Asks /health, /liveness and /readiness.',
      EXAMPLES,
    ),
  ).action(showHealth);

async function showHealth(flags: AnswerFlags & GateFlags): Promise<void> {
  const { healthText, readHealth } = await import('../status/health.js');
  const health = await readHealth(await findGate(flags));
  answer(flags, health, healthText);
  if (!health.ok) process.exitCode = EXIT.finding;
}
