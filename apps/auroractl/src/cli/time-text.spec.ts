import { momentText, percentText, spanText } from './time-text';

it.each([
  [-5, '0s'],
  [0, '0s'],
  [1, '1s'],
  [499, '1s'],
  [1499, '1s'],
  [1500, '2s'],
  [59_499, '59s'],
  [59_500, '1m00s'],
  [80_000, '1m20s'],
  [3_599_000, '59m59s'],
  [3_600_000, '1h00m'],
  [7_500_000, '2h05m'],
  [86_399_000, '23h59m'],
  [86_400_000, '1d00h'],
  [604_800_000, '7d00h'],
])('%d ms is %s', (ms, text) => expect(spanText(ms)).toBe(text));

it('a moment is in UTC, a share in percent', () => {
  expect(momentText(Date.UTC(2026, 10, 22, 9, 5, 3, 999))).toBe('2026-11-22 09:05:03Z');
  expect([0, 0.0004, 0.125, 1].map(percentText)).toEqual(['0.0 %', '0.0 %', '12.5 %', '100.0 %']);
});
