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
    name: 'init-run',
    summary: 'makes the folders of a run and checks that it can start',
    load: async () => (await import('./commands/init-run.js')).initRunCommand(),
  },
  {
    name: 'start-api',
    summary: 'starts the gate in the background',
    load: async () => (await import('./commands/start-api.js')).startApiCommand(),
  },
  {
    name: 'start-runner',
    summary: 'starts the shadow runner in the background',
    load: async () => (await import('./commands/start-runner.js')).startRunnerCommand(),
  },
  {
    name: 'stop',
    summary: 'stops what was started in the background',
    load: async () => (await import('./commands/stop.js')).stopCommand(),
  },
  {
    name: 'status',
    summary: 'what is up, who blocked what, what to do next: the first look',
    load: async () => (await import('./commands/status.js')).statusCommand(),
  },
  {
    name: 'health',
    summary: 'does the gate answer, and can it judge and record',
    load: async () => (await import('./commands/health.js')).healthCommand(),
  },
  {
    name: 'metrics',
    summary: 'decisions, denials by guard, latency, events, orders',
    load: async () => (await import('./commands/metrics.js')).metricsCommand(),
  },
  {
    name: 'arm',
    summary: 'lets the gate allow orders',
    load: async () => (await import('./commands/arm.js')).armCommand(),
  },
  {
    name: 'disarm',
    summary: 'the gate allows nothing',
    load: async () => (await import('./commands/disarm.js')).disarmCommand(),
  },
  {
    name: 'cooloff',
    summary: 'no openings for a while',
    load: async () => (await import('./commands/cooloff.js')).cooloffCommand(),
  },
  {
    name: 'reset',
    summary: 'clears warnings, cool-off and halts',
    load: async () => (await import('./commands/reset.js')).resetCommand(),
  },
  {
    name: 'state',
    summary: 'shows or sets the trading state',
    load: async () => (await import('./commands/state.js')).stateCommand(),
  },
  {
    name: 'risk',
    summary: 'shows or sets risk limits',
    load: async () => (await import('./commands/risk.js')).riskCommand(),
  },
  {
    name: 'overlay',
    summary: 'shows, applies or rolls back an overlay',
    load: async () => (await import('./commands/overlay.js')).overlayCommand(),
  },
  {
    name: 'rotate-token',
    summary: 'replaces the ops token',
    load: async () => (await import('./commands/rotate-token.js')).rotateTokenCommand(),
  },
  {
    name: 'config',
    summary: 'what is set and by what; validate, use, diff',
    load: async () => (await import('./commands/config.js')).configCommand(),
  },
  {
    name: 'events',
    summary: 'the event log: its last lines, whether it is whole, what it sums up to',
    load: async () => (await import('./commands/events.js')).eventsCommand(),
  },
  {
    name: 'replay',
    summary: 'judges a log again, as it was or by another configuration',
    load: async () => (await import('./commands/replay.js')).replayCommand(),
  },
  {
    name: 'calibrate',
    summary: 'fits the model behind the probabilities, and judges one',
    load: async () => (await import('./commands/calibrate.js')).calibrateCommand(),
  },
  {
    name: 'tune',
    summary: 'searches for better parameters, over recordings or beside a running gate',
    load: async () => (await import('./commands/tune.js')).tuneCommand(),
  },
  {
    name: 'archive',
    summary: 'packs old sessions into checked archives',
    load: async () => (await import('./commands/archive.js')).archiveCommand(),
  },
  {
    name: 'sim',
    summary: 'a simulated Binance USD-M venue',
    load: async () => (await import('./commands/sim.js')).simCommand(),
  },
  {
    name: 'canary',
    summary: 'trades in shadow for a while and judges',
    load: async () => (await import('./commands/canary.js')).canaryCommand(),
  },
  {
    name: 'one-click',
    summary: 'everything once, for whoever is new here',
    load: async () => (await import('./commands/one-click.js')).oneClickCommand(),
  },
  {
    name: 'proof',
    summary: 'the full end-to-end proof in shadow',
    load: async () => (await import('./commands/proof.js')).proofCommand(),
  },
  {
    name: 'completion',
    summary: 'completion for bash, zsh or fish',
    load: async () => (await import('./commands/completion.js')).completionCommand(),
  },
];
