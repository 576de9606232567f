// The short form of the fuzz against the built service, and the parts that its verdict rests on.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { jobOf } from './make/jobs.mjs';
import { worldOf } from './make/world.mjs';
import { fuzz } from './run.mjs';
import { MalformedAnswer, takeAnswer } from './wire/read-answers.mjs';
import { openApiDocument } from '@aurora/contracts';

const REQUESTS = 6000;
const SEED = 20_261_122;

test('a few thousand hostile requests break no promise', async () => {
  const {
    broken,
    problems,
    statuses,
    requests,
    session,
    open_api: openApi,
  } = await fuzz({
    seed: SEED,
    requests: REQUESTS,
    connections: 24,
    validPerOperation: 5,
    core: 0,
    pinned: false,
    say: () => undefined,
  });
  assert.deepEqual({ broken, problems }, { broken: [], problems: [] });
  // It reached what it is meant to reach.
  assert.ok(requests >= REQUESTS);
  for (const status of [200, 400, 401, 403, 404, 409, 413, 422, 431]) assert.ok(statuses[status] > 0, `no ${status}`);
  assert.ok(openApi.operations > 20 && openApi.invalid > 500);
  assert.ok(session.decisions > 500 && session.lines > 2000);
});

describe('a run can be repeated', () => {
  const document = openApiDocument({ version: '1' });
  const world = (seed) => worldOf({ document, seed, secret: 's', tokens: { ops: 's-ops', api: 's-api' } });

  test('the same seed and number give the same bytes, other ones give others', () => {
    const bytesOf = (one) => Array.from({ length: 300 }, (_, number) => jobOf(one, number).bytes.toString('latin1'));
    const first = bytesOf(world(7));
    assert.deepEqual(bytesOf(world(7)), first);
    assert.notDeepEqual(bytesOf(world(8)), first);
    assert.ok(new Set(first).size > 290);
  });
});

describe('answers are read strictly', () => {
  const bytes = (text) => Buffer.from(text, 'latin1');
  const OK = 'HTTP/1.1 200 OK\r\n';

  test('whole ones, one after the other', () => {
    const first = takeAnswer(bytes(`${OK}Content-Length: 2\r\n\r\nabHTTP`), false);
    assert.deepEqual([first.status, String(first.body), String(first.rest)], [200, 'ab', 'HTTP']);
    const chunked = takeAnswer(bytes(`${OK}Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n`), false);
    assert.deepEqual([String(chunked.body), chunked.rest.length], ['ab', 0]);
    assert.equal(takeAnswer(bytes(`${OK}Content-Length: 3\r\n\r\nab`), false), null);
    assert.equal(takeAnswer(bytes(`${OK}Content-Length: 3\r\n\r\n`), true).rest.length, 0);
  });

  for (const [what, text] of [
    ['another version', 'HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n'],
    ['no length', `${OK}X: y\r\n\r\n`],
    ['two lengths', `${OK}Content-Length: 1\r\nContent-Length: 1\r\n\r\na`],
    ['a length and chunks', `${OK}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n`],
    ['a length that is none', `${OK}Content-Length: -1\r\n\r\n`],
    ['a header without a name', `${OK}: x\r\n\r\n`],
    ['a control character', `${OK}X: a\x01b\r\n\r\n`],
    ['a chunk longer than it says', `${OK}Transfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n`],
  ])
    test(`not with ${what}`, () => assert.throws(() => takeAnswer(bytes(text), false), MalformedAnswer));
});
