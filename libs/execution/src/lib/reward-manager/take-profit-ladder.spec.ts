import { defaultsOf } from '@aurora/kernel';
import { rewardConfig } from '../expected-net-reward/reward-config';
import { parseTakeProfitLadder } from './take-profit-ladder';

const PATTERN = new RegExp(rewardConfig.reward.tp_ladder.items!.pattern!);

it.each([
  [[], []],
  [
    ['1:0.5', '2.5:0.25'],
    [
      { r: 1, fraction: 0.5 },
      { r: 2.5, fraction: 0.25 },
    ],
  ],
  [
    ['1:0.1', '2:0.2', '3:0.7'],
    [
      { r: 1, fraction: 0.1 },
      { r: 2, fraction: 0.2 },
      { r: 3, fraction: 0.7 },
    ],
  ],
  [['1:1'], [{ r: 1, fraction: 1 }]],
])('reads %p', (texts, levels) => {
  expect(parseTakeProfitLadder(texts)).toEqual(levels);
  expect(texts.every((text) => PATTERN.test(text))).toBe(true);
});

it.each([
  [['2:0.1', '1:0.1']],
  [['1:0.1', '1:0.1']],
  [['1:0.6', '2:0.401']],
  [['0:0.5']],
  [['1:0']],
  [['1:1.01']],
  [['1']],
  [['1:0.5:1']],
  [['x:0.5']],
  [['Infinity:0.5']],
])('refuses %p', (texts) => {
  expect(() => parseTakeProfitLadder(texts)).toThrow(RangeError);
});

it.each(['1', '1:', '-1:0.5', '1:2', '1:1.5', ':0.5', '1:0.5x'])('the configuration refuses %p', (text) => {
  expect(PATTERN.test(text)).toBe(false);
});

it('has a default ladder that can be', () => {
  expect(parseTakeProfitLadder(defaultsOf(rewardConfig).reward.tpLadder)).toEqual([{ r: 1, fraction: 0.5 }]);
});
