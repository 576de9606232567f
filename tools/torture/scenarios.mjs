// Every scenario: its name, what it promises, and what runs it.
import * as brokenState from './scenarios/broken-state.mjs';
import * as caps from './scenarios/caps.mjs';
import * as clockSteps from './scenarios/clock-steps.mjs';
import * as connections from './scenarios/connections.mjs';
import * as diskFull from './scenarios/disk-full.mjs';
import * as diskOrder from './scenarios/disk-order.mjs';
import * as kill from './scenarios/kill.mjs';
import * as readOnly from './scenarios/read-only.mjs';
import * as rotation from './scenarios/rotation.mjs';
import * as slowDisk from './scenarios/slow-disk.mjs';
import * as slowLoris from './scenarios/slow-loris.mjs';
import * as stop from './scenarios/stop.mjs';
import * as twoStarters from './scenarios/two-starters.mjs';

export const SCENARIOS = [
  kill,
  diskOrder,
  diskFull,
  slowDisk,
  clockSteps,
  connections,
  slowLoris,
  caps,
  rotation,
  readOnly,
  brokenState,
  stop,
  twoStarters,
];
