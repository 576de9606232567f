import { IdempotencyTable } from './idempotency-table';

const BODY = '{"req_id":"k","order":{"symbol":"BTCUSDT","qty":1}}';
const TTL = 1000;

describe('IdempotencyTable', () => {
  it('answers a key again until exactly its time to live', () => {
    const table = new IdempotencyTable();
    table.keep('k', BODY, '{"allow":true}', 0, TTL, 10);
    expect(table.find('k', BODY, TTL - 1)).toEqual({ outcome: 'hit', answerJson: '{"allow":true}' });
    expect(table.find('k', BODY, TTL)).toEqual({ outcome: 'new' });
    expect(table.find('other', BODY, 0)).toEqual({ outcome: 'new' });
  });

  it.each([
    ['other key order', '{"order":{"qty":1,"symbol":"BTCUSDT"},"req_id":"k"}', 'hit'],
    ['other white space', '{ "req_id": "k",\n "order": {"symbol":"BTCUSDT","qty":1.0} }', 'hit'],
    ['another number', BODY.replace('1', '2'), 'conflict'],
    ['a text for a number', BODY.replace(':1', ':"1"'), 'conflict'],
    ['one field more', BODY.replace('"qty"', '"side":null,"qty"'), 'conflict'],
    ['one field less', BODY.replace(',"qty":1', ''), 'conflict'],
  ])('the same key with %s', (_, body, outcome) => {
    const table = new IdempotencyTable();
    table.keep('k', BODY, '{}', 0, TTL, 10);
    expect(table.find('k', body, 1).outcome).toBe(outcome);
  });

  it.each(['__proto__', 'constructor', ''])('takes %p for a key like any other', (key) => {
    const table = new IdempotencyTable();
    expect(table.find(key, BODY, 0).outcome).toBe('new');
    table.keep(key, BODY, '{}', 0, TTL, 10);
    expect(table.find(key, BODY, 0).outcome).toBe('hit');
  });

  it('keeps at most so many, the latest ones', () => {
    const table = new IdempotencyTable();
    for (let n = 0; n < 5; n++) table.keep(`k${n}`, BODY, `${n}`, 0, TTL, 3);
    expect(table.size).toBe(3);
    expect(['k1', 'k2', 'k4'].map((key) => table.find(key, BODY, 1).outcome)).toEqual(['new', 'hit', 'hit']);
    table.keep('k5', BODY, '5', 0, TTL, 1);
    expect([table.size, table.find('k5', BODY, 1).outcome]).toEqual([1, 'hit']);
  });

  it('keeps at most 64 Mi characters of bodies and answers, the latest ones', () => {
    const table = new IdempotencyTable();
    const body = 'x'.repeat(16 * 2 ** 20);
    for (let n = 0; n < 5; n++) table.keep(`k${n}`, body, '', 0, TTL, 100);
    expect(table.size).toBe(4);
    table.keep('k4', body, '', 0, TTL, 100);
    table.keep('small', '{}', '', 0, TTL, 100);
    expect([table.size, table.find('k1', body, 1).outcome, table.find('k4', body, 1).outcome]).toEqual([
      4,
      'new',
      'hit',
    ]);
  });

  it('forgets what has expired without being asked for it', () => {
    const table = new IdempotencyTable();
    for (let n = 0; n < 1000; n++) table.keep(`k${n}`, BODY, '', n, 10, 1_000_000);
    expect(table.size).toBeLessThanOrEqual(12);
  });

  it('starts the time anew with a new answer to an expired key', () => {
    const table = new IdempotencyTable();
    table.keep('k', BODY, 'a', 0, TTL, 10);
    table.keep('k', '{}', 'b', TTL, TTL, 10);
    expect(table.find('k', '{}', 2 * TTL - 1)).toEqual({ outcome: 'hit', answerJson: 'b' });
  });

  it('keeps nothing where the time to live is 0', () => {
    const table = new IdempotencyTable();
    table.keep('k', BODY, '{}', 0, 0, 10);
    expect([table.size, table.find('k', BODY, 0).outcome]).toEqual([0, 'new']);
  });
});
