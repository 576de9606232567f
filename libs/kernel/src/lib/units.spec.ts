import { bpsToFraction, fractionToBps, fractionToPct, msToSec, pctToFraction, secToMs } from './units';

it.each([
  ['1 bps is a ten-thousandth', bpsToFraction(1), 0.0001],
  ['the whole is 10 000 bps', fractionToBps(1), 10_000],
  ['1 % is a hundredth', pctToFraction(1), 0.01],
  ['the whole is 100 %', fractionToPct(1), 100],
  ['a second is 1000 ms', secToMs(1), 1000],
  ['a millisecond is a thousandth of a second', msToSec(1), 0.001],
  ['a loss keeps its sign', pctToFraction(-2.5), -0.025],
])('%s', (_name, got, expected) => {
  expect(got).toBe(expected);
});

it.each([bpsToFraction, fractionToBps, fractionToPct, msToSec, pctToFraction, secToMs])(
  '%p hides no NaN',
  (convert) => {
    expect(convert(NaN)).toBeNaN();
  },
);
