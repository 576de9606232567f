// Every scenario: its name, what it promises, and what runs it.
import * as clockSteps from './scenarios/clock-steps.mjs';
import * as diskFull from './scenarios/disk-full.mjs';
import * as kill from './scenarios/kill.mjs';
import * as slowDisk from './scenarios/slow-disk.mjs';

export const SCENARIOS = [kill, diskFull, slowDisk, clockSteps];
