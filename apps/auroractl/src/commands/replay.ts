import type { Command } from 'commander';
import { symbolList, wholeNumber } from '../cli/arguments';
import { command } from '../cli/command-line';
import { gather, timeArgument } from '../events/event-arguments';
import type { ReplayFlags } from '../replay/replay-flags';

const EXAMPLES = [
  'replay logs/20260131-120000',
  'replay logs/20260131-120000 --set guards.spread_bps_limit=5',
  'replay logs/20260131-120000 --config live --out flips.html',
  'replay aurora_events.jsonl --overlay configs/overlays/triage.yaml --symbol SOLUSDT --since 1h --json',
];

const NOTES = `
LOG is a session folder, its name in logs/, or one file of a log; rotated and compressed parts and several runs are fine. It has to be a
log of the gate: it holds each request with its decision, and each start with configuration and state.

Without a change every decision must come out again to the byte. With one, every logged request is judged by the changed configuration in
the state that the log led to: what was allowed then is reserved, and stops (halt, cool-off, kill-switch) are in force as they were then.
So one flip does not drag others behind it, and a stop that the change would have begun denies only the orders that would begin it.
Histories of latency and TRAP are kept as the changed configuration keeps them. With --independent reservations, intervals and stops
follow the new decisions instead, until the next start in the log, which brings its own state; fills and profit stay those of the log,
since nobody knows what would have become of other orders.

--config is a whole configuration: overlays in the log are not put on it unless --keep-overlays, and the calibrator is the one it names.
--overlay and --set are put on the configuration as it was in force at each moment. A value that followed from a changed one (such as
risk.dd_day_pct from guards.daily_dd_limit_pct) stays as it was in force: set both. --set also reaches what no overlay may: mode=live.
--since, --until and --symbol choose what is counted; the state always follows the whole log.

Exit codes: 0 all came out again, or a change was asked for, whatever flips; 1 something differs without a change, or in any case the
log has lines that cannot be read or judged; 2 wrong command line or configuration, with every problem.`;

const ASSIGNMENT = 'KEY=VALUE';

export const replayCommand = (): Command =>
  command('replay', 'Judges every decision of a log again, as it was or by another configuration.', EXAMPLES)
    .argument('<log>', 'session folder, its name in logs/, or a file')
    .option('--config <file>', 'judges by this configuration: a path or a name in configs/')
    .option('--keep-overlays', 'with --config: puts the overlays of the log on it')
    .option('--overlay <file>', 'puts this on the configuration of the time')
    .option(`--set <${ASSIGNMENT}>`, 'sets one key, such as risk.pi_min_bps=3; may be given again', once)
    .option('--independent', 'the state follows the new decisions')
    .option('--since <time>', 'counts from here on: 15m ago, or a time in UTC', timeArgument)
    .option('--until <time>', 'counts up to here, not included', timeArgument)
    .option('--symbol <list>', 'counts only these', gatherSymbols)
    .option('--max <n>', 'how many examples to show', wholeNumber(0, 10_000), 10)
    .option('--out <file>', 'writes a report with plots: one HTML file')
    .addHelpText('after', NOTES)
    .action(async (log: string, flags: ReplayFlags) => {
      const { runReplay } = await import('../replay/run-replay.js');
      await runReplay(log, flags);
    });

const once = (text: string, before: readonly string[] = []): string[] => [...before, text];

const gatherSymbols = (text: string, before: readonly string[] = []): string[] =>
  symbolList(gather(text, before).join(','));
