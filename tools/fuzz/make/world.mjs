// What the makers of requests share: the routes, valid bodies for each, and the tokens in force.
import { mergedSchema } from '@aurora/config';
import { operationsOf } from '../operations.mjs';
import { Dice } from './dice.mjs';
import { overlaysOf, samplesOf } from './samples.mjs';

const SAMPLES = { trading: 400, other: 60, overlays: 150 };

/** A setting that names a file must not show what stands in it. */
const OVERLAYS_OF_FILES = [
  '/etc/passwd',
  '/proc/self/environ',
  '/dev/zero',
  '/dev/stdin',
  '.',
  '',
  'x'.repeat(500),
].map((artifact) => ({
  calibrator: { artifact },
}));

/**
 * @param secret stands in every token that is ever valid, so that one look finds them all.
 * @returns `{ operations, byId, errorProblems, pools, tokens, secret, seed }`; `tokens.ops` changes when it is rotated.
 */
export function worldOf({ document, seed, secret, tokens }) {
  const { operations, errorProblems } = operationsOf(document);
  const dice = new Dice(seed);
  const pools = new Map(
    operations
      .filter(({ schema }) => schema !== null)
      .map(({ id, path, schema, accepts }) => [
        id,
        samplesOf(dice, schema, accepts, path.includes('trade/') ? SAMPLES.trading : SAMPLES.other),
      ]),
  );
  const overlays = overlaysOf(dice, mergedSchema(), SAMPLES.overlays);
  pools.set(
    'post /overlay/apply',
    [...overlays, ...OVERLAYS_OF_FILES].map((overlay, n) =>
      n % 3 ? { overlay, author: 'fuzz', reason: 'because' } : overlay,
    ),
  );
  return {
    operations,
    byId: new Map(operations.map((one) => [one.id, one])),
    errorProblems,
    pools,
    tokens,
    secret,
    seed,
  };
}
