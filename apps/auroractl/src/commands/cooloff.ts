import { InvalidArgumentError, type Command } from 'commander';
import { durationMs } from '../cli/arguments';
import { command } from '../cli/command-line';
import { withConfirmation } from '../cli/confirm';
import { spanText } from '../cli/time-text';
import { withGate } from '../gate/find-gate';
import { operate, type OperateFlags } from '../operate/operate';

const MOST_SEC = 604_800;
const EXAMPLES = ['cooloff 120', 'cooloff 2m', 'cooloff 1h --yes     on a live gate without being asked'];

/** `auroractl cooloff`: no openings for a while. */
export const cooloffCommand = (): Command =>
  withConfirmation(
    withGate(
      command('cooloff', 'Lets the gate cool off: no openings for so long. Never shortens one that runs.', EXAMPLES),
    ),
  )
    .argument('<duration>', 'such as 120 (seconds), 90s, 2m, 1h; a week at most', wholeSeconds)
    .action((sec: number, flags: OperateFlags) =>
      operate(
        flags,
        `/ops/cooloff/${sec}`,
        `stop openings for ${spanText(1000 * sec)}`,
        ({ cooloff_until_ms: before }, after) =>
          before !== null && before === after.cooloff_until_ms
            ? 'A longer cool-off is running, and stays. `auroractl reset` ends it.'
            : 'Cooling off. `auroractl reset` ends it before its time.',
      ),
    );

function wholeSeconds(text: string): number {
  const sec = durationMs(text) / 1000;
  if (!Number.isInteger(sec) || sec < 1 || sec > MOST_SEC)
    throw new InvalidArgumentError(`must be whole seconds from 1 to ${MOST_SEC} (7d).`);
  return sec;
}
