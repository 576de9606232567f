import type { Command } from 'commander';
import { commandGroup } from '../cli/command-line';
import { calibrateEvaluateCommand } from './calibrate-evaluate';
import { calibrateFitCommand } from './calibrate-fit';

/** `auroractl calibrate`: from outcomes to the probabilities that hold. */
export const calibrateCommand = (): Command =>
  commandGroup('calibrate', 'Fits the model that turns scores into probabilities, and judges one.', [
    calibrateFitCommand(),
    calibrateEvaluateCommand(),
  ]);
