// Job number n of a run: always the same bytes for the same seed, whatever ran before it.
import { bytesOf } from '../wire/request.mjs';
import { Dice } from './dice.mjs';
import { noise, smuggled } from './frames.mjs';
import { HEADER_CHANGES } from './headers.mjs';
import { changePath } from './paths.mjs';
import { bodyRequest, plainRequest, requestOf, validBody } from './requests.mjs';

const KINDS = {
  body: 560,
  valid: 120,
  controlBody: 25,
  plain: 35,
  headers: 100,
  paths: 40,
  pipeline: 40,
  halves: 12,
  crumbs: 3,
  smuggled: 10,
  noise: 8,
  stream: 1,
};

/** Routes that write to the disk before they answer come less often; what lets the gate work again, more often. */
const PLAIN_WEIGHTS = {
  'post /ops/reset': 4,
  'post /aurora/arm': 4,
  'post /aurora/disarm': 1,
  'post /overlay/rollback': 2,
  'get /docs': 1,
};
const STREAM = 'get /events/stream';
/** Changes the token of all that follow, so its answer must be heard. */
const ROTATE = 'post /ops/rotate_token';
const TRADING = { 'post /pretrade/check': 65, 'post /posttrade/log': 35 };

/**
 * @returns `{ number, kind, bytes, expectations, ...how }`: on a lane the bytes are one packet of as many requests as
 *   there are expectations; with `wild` they go over a connection of their own.
 */
export function jobOf(world, number) {
  const dice = Dice.ofJob(world.seed, number);
  const kind = dice.weighted(KINDS);
  return { number, kind, ...MAKERS[kind](world, dice) };
}

const MAKERS = {
  body: (world, dice) => single(bodyRequest(world, dice, trading(world, dice), true)),
  valid: (world, dice) => single(bodyRequest(world, dice, trading(world, dice), false)),
  controlBody: (world, dice) => single(bodyRequest(world, dice, control(world, dice), dice.chance(0.7))),
  plain: (world, dice) => single(plainRequest(world, dice, plain(world, dice))),
  headers: (world, dice) => oddHeaders(world, dice),
  paths: (world, dice) => {
    const made = anyRequest(world, dice);
    const withToken = dice.chance(0.5);
    if (!withToken) made.request.headers = made.request.headers.filter(([name]) => !/token/i.test(name));
    return changed(made, { authorised: withToken, ...changePath(dice, made) });
  },
  pipeline: (world, dice) => pipeline(world, dice),
  halves: (world, dice) => {
    const bytes = bytesOf(anyRequest(world, dice).request);
    const cut = dice.below(bytes.length);
    return wild([bytes.subarray(0, cut)], 0, dice.pick(['reset', 'reset', 'fin']));
  },
  crumbs: (world, dice) => {
    const { request, expectation } = bodyRequest(world, dice, trading(world, dice), false);
    if (request.body.length > 1500) return single({ request, expectation });
    const bytes = bytesOf(request);
    return {
      ...wild(
        [...bytes].map((byte) => Buffer.from([byte])),
        1,
        'reset',
      ),
      apart: 'tick',
      bytes,
      expectations: [expectation],
    };
  },
  smuggled: (world, dice) => {
    const { bytes, statuses } = smuggled(dice, world);
    return { ...wild([bytes], 'closed', 'stay'), expectations: [{ operation: null, statuses, authorised: false }] };
  },
  noise: (_, dice) => ({ ...wild([noise(dice)], 'any', dice.pick(['reset', 'fin', 'stay'])), mayAnswer: [400, 431] }),
  stream: (world, dice) => ({
    wild: 'stream',
    bytes: bytesOf(requestOf(world, world.byId.get(STREAM)).request),
    expectations: [],
    ms: dice.between(100, 1500),
  }),
};

const trading = (world, dice) => world.byId.get(dice.weighted(TRADING));

const control = (world, dice) =>
  dice.pick(
    world.operations.filter(
      ({ id, schema }) => schema !== null && !(id in TRADING) && (id !== 'post /overlay/apply' || dice.chance(0.3)),
    ),
  );

function plain(world, dice) {
  const ids = world.operations
    .filter(({ id, schema }) => schema === null && id !== STREAM)
    .map(({ id }) => [id, PLAIN_WEIGHTS[id] ?? 2]);
  return world.byId.get(dice.weighted(Object.fromEntries(ids)));
}

function anyRequest(world, dice) {
  const operation = dice.chance(0.7)
    ? trading(world, dice)
    : dice.pick(world.operations.filter(({ id }) => id !== STREAM && id !== ROTATE));
  const made =
    operation.schema === null
      ? requestOf(world, operation, { target: simpleTarget(operation) })
      : bodyRequest(world, dice, operation, false);
  return { ...made, operation };
}

const simpleTarget = ({ path }) => path.replace('{sec}', '0').replace('{state}', 'active');

/** What a change of the headers makes of a request: only some of them can share a connection with others. */
function oddHeaders(world, dice) {
  const made = anyRequest(world, dice);
  const expectation = {};
  for (let n = dice.weighted({ 1: 70, 2: 30 }); n > 0; n--) {
    const name = dice.pick(Object.keys(HEADER_CHANGES));
    const change = HEADER_CHANGES[name](dice, made, world);
    if ('statuses' in change) expectation.statuses = 'statuses' in expectation ? null : change.statuses;
    if ('authorised' in change) expectation.authorised = made.authorised = change.authorised;
  }
  return changed(made, expectation);
}

function changed({ request, expectation }, change) {
  const bytes = bytesOf(request);
  const anything = change.statuses === null;
  const whole = {
    ...expectation,
    ...change,
    anything,
    bodyless: request.method === 'HEAD',
  };
  if (request.method === 'OPTIONS') whole.authorised = true;
  if (!anything) return { bytes, expectations: [whole] };
  // A tunnel is refused by hanging up.
  const answers = request.method === 'CONNECT' ? 'any' : 1;
  return { ...wild([bytes], answers, 'stay'), expectations: [whole], bodyless: whole.bodyless };
}

/** Several requests in one packet. Those to the pre-trade check carry a mark that their answer must name. */
function pipeline(world, dice) {
  const made = Array.from({ length: dice.between(2, 12) }, (_, n) => {
    if (dice.chance(0.3))
      return requestOf(world, world.byId.get(dice.pick(['get /health', 'get /version', 'get /gates/counters'])));
    if (dice.chance(0.3)) return bodyRequest(world, dice, world.byId.get('post /posttrade/log'), false);
    const operation = world.byId.get('post /pretrade/check');
    const mark = `mark_${dice.below(2 ** 31)}_${n}`;
    const value = validBody(world, dice, operation);
    delete value.req_id;
    const one = requestOf(world, operation, { body: Buffer.from(JSON.stringify({ [mark]: 1, ...value })) });
    one.expectation.mark = mark;
    return one;
  });
  return {
    bytes: Buffer.concat(made.map(({ request }) => bytesOf(request))),
    expectations: made.map(({ expectation }) => expectation),
  };
}

const single = ({ request, expectation }) => ({ bytes: bytesOf(request), expectations: [expectation] });

const wild = (parts, answers, end) => ({
  wild: 'bytes',
  parts,
  answers,
  end,
  bytes: Buffer.concat(parts),
  expectations: [],
});
