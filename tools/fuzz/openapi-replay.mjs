// Takes the service at its word: for every operation of its OpenAPI document, valid requests, and one wrong in every way
// the schemas can be broken. Both must be answered as the document says, to the shape of the body.
import { Dice } from './make/dice.mjs';
import { plainRequest, requestOf, validBody } from './make/requests.mjs';
import { violationsOf } from './make/violations.mjs';
import { Lane } from './wire/lane.mjs';
import { bytesOf } from './wire/request.mjs';

const STREAM = 'get /events/stream';

const BAD_PARAMETERS = 40;

/** A body of each route that is accepted whatever the state of the gate. */
const GOOD = {
  'post /pretrade/check': { order: { symbol: 'REPLAYUSDT', side: 'buy', qty: 1, price: 100 } },
  'post /posttrade/log': { order_id: 'replay' },
  'post /ops/rotate_token': {},
  'post /risk/set': { size_scale: 1 },
  'post /overlay/apply': { overlay: {} },
};

/** @returns counts; problems go to the tally. */
export async function replayOpenApi({ world, port, judge, tally, document, validPerOperation }) {
  const lane = new Lane(port);
  const counts = { operations: 0, valid: 0, invalid: 0 };
  const ask = async (what, made) => {
    const { request, expectation } = made;
    const bytes = bytesOf(request);
    const { answers, cut } = await lane.ask(bytes);
    tally.requests++;
    const job = { number: null, kind: `OpenAPI ${expectation.operation.id}: ${what}` };
    if (answers.length === 0) return tally.problem(cut ?? 'no answer', job, bytes);
    const [answer] = answers;
    tally.answered(expectation.operation, answer);
    if (!expectation.operation.answers.has(answer.status))
      tally.problem(`status ${answer.status} is not documented`, job, bytes, answer);
    const problem = judge(expectation, answer, bytes) ?? fieldProblem(made.field, answer);
    if (problem !== null) tally.problem(problem, job, bytes, answer);
    return answer;
  };
  for (const operation of world.operations.filter(({ id }) => id !== STREAM)) {
    counts.operations++;
    const dice = new Dice(world.seed + counts.operations);
    for (let n = 0; n < validPerOperation; n++, counts.valid++) {
      const made =
        operation.schema === null ? plainRequest(world, dice, operation, 1) : validRequest(world, dice, operation);
      const answer = await ask('valid', made);
      if (operation.id === 'post /ops/rotate_token' && answer?.status === 200)
        world.tokens.ops = JSON.parse(made.request.body.toString('utf8')).new_token;
    }
    for (const [what, made] of invalidRequests(world, operation, document)) {
      counts.invalid++;
      await ask(what, made);
    }
  }
  lane.close();
  return counts;
}

function validRequest(world, dice, operation) {
  const value = validBody(world, dice, operation);
  return requestOf(world, operation, { body: Buffer.from(JSON.stringify(value)) });
}

/** Broken bodies, no body, no JSON, too much, and tokens that are none. */
function* invalidRequests(world, operation, document) {
  if (operation.wants !== null) {
    for (const [what, status, change] of [
      ['without a token', 401, (headers) => headers.filter(([name]) => !/token/i.test(name))],
      [
        'with a wrong token',
        403,
        (headers) => headers.map(([name, value]) => [name, /token/i.test(name) ? 'wrong-token-000000000000' : value]),
      ],
    ]) {
      const made = requestOf(world, operation, {
        target: operation.path.replace('{sec}', '0').replace('{state}', 'active'),
      });
      made.request.headers = change(made.request.headers);
      yield [what, { ...made, expectation: { ...made.expectation, statuses: [status], authorised: false } }];
    }
  }
  const dice = new Dice(world.seed);
  for (let n = 0; n < BAD_PARAMETERS && operation.parameters.length > 0; n++) {
    const made = plainRequest(world, dice, operation, 0);
    // An empty part of a path is another path.
    if (!made.request.target.endsWith('/')) yield ['parameters', made];
  }
  if (operation.schema === null) return;
  const body = (text, statuses) => requestOf(world, operation, { body: Buffer.from(text), statuses });
  yield ['torn', body('{"a":', [400])];
  yield ['too large', body(`{"order_id":"${'x'.repeat(70_000)}"}`, [413])];
  const good =
    operation.id === 'post /ops/rotate_token'
      ? { new_token: `${world.secret}-never-in-force-0000` }
      : GOOD[operation.id];
  for (const { what, field, body: broken } of violationsOf(operation.schema, document, good))
    yield [what, { ...body(JSON.stringify(broken), [422]), field }];
}

/** A refusal names the field that is wrong, or one that holds it. */
function fieldProblem(field, { status, body }) {
  if (field === undefined || status !== 422) return null;
  const named = (JSON.parse(body.toString('utf8')).fields ?? []).map((one) => one.field);
  return field === '' || named.includes(field)
    ? null
    : `the refusal names ${named.join(', ') || 'no field'} instead of ${field}`;
}
