import type { Command } from 'commander';

/** One command: its name, one line for the overview, and its module, which is loaded only when it is asked for. */
export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<Command>;
}

/** Every command, in the order of the overview. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'sim',
    summary: 'a simulated Binance USD-M venue',
    load: async () => (await import('./commands/sim.js')).simCommand(),
  },
];
