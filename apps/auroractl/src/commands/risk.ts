import type { Command } from 'commander';
import { commandGroup } from '../cli/command-line';
import { riskSetCommand } from './risk-set';
import { riskShowCommand } from './risk-show';

/** `auroractl risk`: limits that are changed at run time. */
export const riskCommand = (): Command =>
  commandGroup('risk', 'Risk limits in force, and their change at run time.', [riskShowCommand(), riskSetCommand()]);
