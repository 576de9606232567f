// The command line of a session, and the sizes that follow from it.
import { parseArgs } from 'node:util';
import { fail } from '../run/bootstrap.mjs';
import { EAGER, LIVELY } from './settings.mjs';

const USAGE = `npm run session -- [--minutes N] [--no-faults] [--seed N] [--rate N] [--recording DIR] [--quick] [--json] [--write-docs] [--keep DIR]
  A whole trading session in shadow mode on the simulated exchange, with what goes wrong in real ones, and then judged.
  --minutes N      length, default 30
  --no-faults      nothing goes wrong
  --seed N         repeats a run: the market, the order of the faults
  --rate N         messages of the generated market per second, all symbols together, default 300
  --recording DIR  the exchange replays a recorded market instead of a generated one
  --quick          every fault once and shortly, about a minute whatever --minutes says; nothing is said about growth
  --json           prints the whole result as JSON
  --write-docs     puts table and plots into docs/reliability.md
  --keep DIR       keeps logs and state in DIR
  Ctrl-C ends the session early; it is judged all the same.
  The fault "disk full" takes root, for a file system of its own; without, it is left out.`;

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
        ...{ minutes: text, seed: text, rate: text, recording: text, keep: text },
        ...{ faults: flag, 'no-faults': flag, quick: flag, json: flag, 'write-docs': flag, help: flag },
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
  const lifeS = 60 * number(values.minutes ?? (quick ? '1' : '30'), 'minutes', 0.1);
  return {
    quick,
    json: values.json,
    writeDocs: values['write-docs'],
    keep: values.keep,
    faults: !values['no-faults'],
    recording: values.recording,
    seed: number(values.seed ?? String(Date.now() % 1_000_000), 'seed', 0),
    ...(values.rate !== undefined && { rate: number(values.rate, 'rate', 1) }),
    lifeS,
    /** Books come, scales fill; nothing goes wrong and growth is not judged. */
    warmUpS: quick ? 4 : Math.min(180, 0.1 * lifeS),
    /** Between two faults, on average. */
    calmS: quick ? 1.2 : 20,
    recoverWithinS: quick ? 10 : 60,
    diskMb: quick ? 32 : 128,
    settings: quick ? EAGER : LIVELY,
    /** Fewer than these, and the session has said nothing. */
    leastOrders: quick ? 10 : Math.floor(lifeS / 10),
    leastTrips: quick ? 3 : Math.floor(lifeS / 60),
  };
}
