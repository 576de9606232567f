import { gather, timeArgument } from './event-arguments';

describe('timeArgument', () => {
  it.each([
    ['2026-01-31', Date.UTC(2026, 0, 31)],
    ['2026-01-31T12:30', Date.UTC(2026, 0, 31, 12, 30)],
    ['2026-01-31 12:30:15', Date.UTC(2026, 0, 31, 12, 30, 15)],
    ['2026-01-31T12:30:15.123Z', Date.UTC(2026, 0, 31, 12, 30, 15, 123)],
  ])('%s is a time in UTC', (text, ms) => {
    expect(timeArgument(text)).toBe(ms);
  });

  it.each([
    ['15m', 900_000],
    ['1.5h', 5_400_000],
    ['7d', 604_800_000],
    ['0s', 0],
  ])('%s is so long ago', (text, agoMs) => {
    const before = Date.now() - agoMs;
    const at = timeArgument(text);
    expect(at).toBeGreaterThanOrEqual(before);
    expect(at).toBeLessThanOrEqual(Date.now() - agoMs);
  });

  it.each(['', '15', 'yesterday', '2026-13-01', '2026-01-31T25:00', '-5m', '2026-01-31T12:30+01:00'])(
    'refuses %j',
    (text) => {
      expect(() => timeArgument(text)).toThrow('must be a duration such as 15m, or a time in UTC');
    },
  );
});

it('gathers what is given again, and what commas part', () => {
  expect(gather('b, c,', gather('a'))).toEqual(['a', 'b', 'c']);
});
