import fc from 'fast-check';
import { ALLOW, DENY } from './gate-peer.fixture';
import { readAnswer } from './read-answer';

describe('readAnswer', () => {
  it.each<[string, object]>([
    ['an allow', ALLOW],
    ['a denial', DENY],
    ['an allow of nothing', { ...ALLOW, max_qty: 0 }],
    ['a scaled one', { ...ALLOW, risk_scale: 0.25 }],
    ['a scale of nothing', { ...ALLOW, risk_scale: 0 }],
    ['fields to come', { ...ALLOW, more: [1] }],
    ['a cool-down in fractions', { ...DENY, cooldown_ms: 0.5 }],
  ])('takes %s as it is', (_, body) => expect(readAnswer(body)).toBe(body));

  const numbers = ['max_qty', 'risk_scale', 'cooldown_ms'];
  const notNumbers = [undefined, null, NaN, Infinity, -Infinity, -1, '0.5', [0.5], {}, true];
  const flags = ['allow', 'hard_gate'];
  const notFlags = [undefined, null, 'true', 'false', 1, 0, {}, []];
  const words = ['reason', 'decision_id'];
  const notWords = [undefined, null, '', 1, {}, ['ok']];
  const parts = ['quotas', 'observability'];
  const notParts = [undefined, null, [], 'x', 1];
  const cases = (names: string[], values: unknown[]) => names.flatMap((name) => values.map((value) => [name, value]));
  it.each([
    ...cases(numbers, notNumbers),
    ...cases(flags, notFlags),
    ...cases(words, notWords),
    ...cases(parts, notParts),
    ['risk_scale', 1.0000001],
  ])('takes no %s of %p', (name, value) => {
    expect(readAnswer({ ...ALLOW, [name as string]: value })).toBeUndefined();
    expect(readAnswer({ ...DENY, [name as string]: value })).toBeUndefined();
  });

  it.each([undefined, null, true, 1, 'allow', [], [ALLOW], {}])('takes no %p', (body) =>
    expect(readAnswer(body)).toBeUndefined(),
  );

  it('takes no denial that names a quantity', () => expect(readAnswer({ ...DENY, max_qty: 0.1 })).toBeUndefined());

  it('never throws, and lets nothing through that a bot could not act on', () => {
    const answer = fc.record(Object.fromEntries(Object.keys(ALLOW).map((name) => [name, fc.anything()])));
    fc.assert(
      fc.property(fc.oneof(fc.anything(), answer), (body) => {
        const read = readAnswer(body);
        if (read === undefined) return;
        expect([typeof read.allow, Number.isFinite(read.max_qty), read.max_qty >= 0]).toEqual(['boolean', true, true]);
      }),
      { numRuns: 1000 },
    );
  });
});
