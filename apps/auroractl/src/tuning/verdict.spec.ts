import { scoreOf, type Harvest, type Trial } from '@aurora/tuning';
import { holdoutLimits, verdictOf, type Measured } from './verdict';

const LIMITS = { denyRateMax: 0.35, latencyP99MsMax: 300, eceMax: 0.05, cvar95Min: -0.02, decisionsMin: 70 };

/** A harvest that keeps every gate, with this Sharpe. */
const harvest = (sharpe: number, more: Partial<Harvest> = {}): Harvest => ({
  decisions: 100,
  denyRate: 0.1,
  latencyP99Ms: null,
  outcomes: 50,
  ece: 0.01,
  cvar95: -0.001,
  trades: 40,
  netUsdt: 1,
  sharpe,
  return: 0,
  kellyEff: 0,
  costBps: 0,
  ...more,
});
const both = (train: Harvest, holdout: Harvest): Measured => ({ train, holdout });
const BASE = both(harvest(0.1), harvest(0.1));
const TRIAL = { number: 7 } as Trial;
const verdict = (measured: Measured, base = BASE) => verdictOf(base, { trial: TRIAL, measured }, LIMITS, 0.3);

it('is won above the base on both stretches', () => {
  expect(verdict(both(harvest(0.2), harvest(0.11)))).toEqual({ winner: TRIAL, why: [], caveats: [] });
});

it.each([
  ['equal on the training stretch', both(harvest(0.1), harvest(0.2)), [/on the training stretch .* not above/]],
  ['equal on the held-out stretch', both(harvest(0.2), harvest(0.1)), [/on the held-out stretch .* not above/]],
  ['worse on both', both(harvest(0), harvest(0)), [/training/, /held-out/]],
  [
    'miscalibrated on the held-out stretch',
    both(harvest(0.2), harvest(0.2, { ece: 0.06 })),
    [/held-out .* hard gates \(ece 0.06, limit 0.05\)/],
  ],
  [
    'without a trade on the held-out stretch',
    both(harvest(0.2), harvest(0.2, { trades: 0, cvar95: null })),
    [/cvar95 was not measured/],
  ],
  ['with few decisions there', both(harvest(0.2), harvest(0.2, { decisions: 29 })), [/decisions 29, limit 30/]],
])('is not won %s', (_, measured, why) => {
  const { winner, why: said } = verdict(measured);
  expect(winner).toBeNull();
  expect(said).toEqual(why.map((text) => expect.stringMatching(text)));
});

it('asks for as many decisions as the share of the time lets expect', () => {
  expect(holdoutLimits(LIMITS, 0.3).decisionsMin).toBe(30);
  expect(holdoutLimits(LIMITS, 0.5).decisionsMin).toBe(70);
  const { decisionsMin: _, ...rest } = LIMITS;
  expect(holdoutLimits(rest, 0.5).decisionsMin).toBe(0);
});

it('is nobody’s when no trial kept the gates', () => {
  expect(verdictOf(BASE, null, LIMITS, 0.3)).toEqual({
    winner: null,
    why: ['no trial kept every hard gate'],
    caveats: [],
  });
});

it.each([
  [29, 30, 1],
  [30, 30, 0],
  [29, 29, 2],
])('warns of few trades on the held-out stretch: %d and %d', (base, own, count) => {
  const measured = both(harvest(0.2), harvest(0.2, { trades: own }));
  expect(verdict(measured, both(harvest(0.1), harvest(0.1, { trades: base }))).caveats).toHaveLength(count);
  expect(scoreOf(measured.train)).toBeCloseTo(0.1);
});
