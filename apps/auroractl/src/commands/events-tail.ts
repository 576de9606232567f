import type { Command } from 'commander';
import { wholeNumber } from '../cli/arguments';
import { command } from '../cli/command-line';
import { gather, timeArgument } from '../events/event-arguments';
import type { TailFlags } from '../events/tail/run-tail';

const EXAMPLES = [
  'events tail -n 50',
  'events tail --follow --code "ORDER.*" --code POLICY.DECISION',
  'events tail --since 15m --symbol BTCUSDT',
  'events tail logs/20260131-120000 --order ws-1-330',
  'events tail --decision 77bd-997b-df274064eda1 --json',
];
const NOTES = `
SESSION is a session folder, the name of one in logs/, or a file, also .gz. Left out: the configured folder (AURORA_SESSION_DIR), else that of
the gate started from here, else the newest in logs/. Rotated parts are read as well.

--decision and --order search every log of the session, the gate's own and those in folders of it (runner/, tuner/), and put what they find in
order of time: one order from its signal to its fill. A decision may be named by its end, as the line shows it.
With --json each line is what stands in the log, byte for byte.`;

export const eventsTailCommand = (): Command =>
  command('tail', 'Shows the last events of a session, and follows it.', EXAMPLES)
    .argument('[session]', 'session folder, its name in logs/, or a file')
    .option(
      '-n, --lines <count>',
      'how many events (default: 20; all of them for one order)',
      wholeNumber(0, 1_000_000),
    )
    .option('-f, --follow', 'goes on with what is written, through rotation, until SIGINT')
    .option('-c, --code <glob>', 'only these codes, such as "ORDER.*"; may be given again', gather)
    .option('-s, --symbol <symbol>', 'only this symbol; may be given again', gather)
    .option('--decision <id>', 'one order by its decision: all of it, in every log of the session')
    .option('--order <cid>', 'one order by its client order id: the same')
    .option('--since <time>', 'nothing older: 15m, or a time in UTC', timeArgument)
    .addHelpText('after', NOTES)
    .action(async (session: string | undefined, flags: TailFlags) => {
      const { runTail } = await import('../events/tail/run-tail.js');
      await runTail(session, flags);
    });
