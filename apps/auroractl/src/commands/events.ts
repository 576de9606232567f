import type { Command } from 'commander';
import { commandGroup } from '../cli/command-line';
import { eventsSummaryCommand } from './events-summary';
import { eventsTailCommand } from './events-tail';
import { eventsValidateCommand } from './events-validate';

export const eventsCommand = (): Command =>
  commandGroup('events', 'Reads the event log: the last lines, whether it is whole, what it sums up to.', [
    eventsTailCommand(),
    eventsValidateCommand(),
    eventsSummaryCommand(),
  ]);
