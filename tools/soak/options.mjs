// The command line of the soak, and the sizes that follow from it.
import { parseArgs } from 'node:util';
import { fail } from '../run/bootstrap.mjs';

const USAGE = `npm run soak -- [--minutes N] [--fault-every S] [--load X] [--seed N] [--quick] [--json] [--write-docs] [--keep DIR]
  Lives with the built service: half of what the machine can carry, a fault every minute, everything watched from outside.
  --minutes N      length of the life under load, default 120
  --fault-every S  seconds between two faults, default 60
  --load X         share of the rate the service can carry at most, default 0.5 (0.3 with --quick)
  --seed N         repeats a run: order of the faults, traffic, hostile bytes
  --quick          half a minute with a fault every other second: exact promises only, none about time
  --json           prints the whole result as JSON
  --write-docs     puts table and plots into docs/reliability.md
  --keep DIR       keeps log and state of the run in DIR
  Ctrl-C ends the life early; the checks and the report are made all the same.`;

const number = (text, name, min) => {
  const value = Number(text);
  if (!(value >= min) || value === Infinity) fail(`--${name} wants a number from ${min} on, not "${text}".`, 2);
  return value;
};

export function readOptions(args) {
  try {
    const [flag, text] = [{ type: 'boolean', default: false }, { type: 'string' }];
    const { values } = parseArgs({
      args,
      options: {
        ...{ minutes: text, 'fault-every': text, load: text, seed: text, keep: text },
        ...{ quick: flag, json: flag, 'write-docs': flag, help: flag },
      },
    });
    if (values.help) {
      process.stdout.write(`${USAGE}\n`);
      process.exit(0);
    }
    return sized(values);
  } catch (error) {
    return fail(`${error.message}\n${USAGE}`, 2);
  }
}

function sized(values) {
  const { quick } = values;
  const lifeS = 60 * number(values.minutes ?? (quick ? '0.6' : '120'), 'minutes', 0.1);
  return {
    quick,
    json: values.json,
    writeDocs: values['write-docs'],
    keep: values.keep,
    seed: number(values.seed ?? String(Date.now() % 1_000_000), 'seed', 0),
    lifeS,
    /** Of the life: histories and caches fill, code is compiled; not judged. */
    warmUpS: quick ? 4 : Math.min(600, Math.max(20, 0.1 * lifeS)),
    faultEveryS: number(values['fault-every'] ?? (quick ? '1' : '60'), 'fault-every', 1),
    load: number(values.load ?? (quick ? '0.3' : '0.5'), 'load', 0.01),
    calibrate: quick ? { warmUpS: 2, measureS: 2 } : { warmUpS: 6, measureS: 6 },
    /** How large and long faults are, 1 being whole. */
    faultScale: quick ? 0.15 : 1,
    /** Life after the restart, replayed whole. */
    tailS: quick ? 3 : 20,
    logging: { rotate_mb: quick ? 4 : 32, retention_files: quick ? 20 : 30 },
    /** Latency is back when the p99 of a second is below this, or below thrice its usual value. */
    calmFloorMs: quick ? 250 : 25,
    recoverWithinS: quick ? 20 : 30,
  };
}
