import { isOfModel, sameButModel, sameOverlay, trialOverlay, withModelOf } from './trial-overlay';

const BASE = { guards: { spread_bps_limit: 60 }, reward: { ttl_s: 30 }, calibrator: { artifact: 'old' } };

it('sets the parameters in the base, with the model in force', () => {
  const overlay = trialOverlay(
    BASE,
    { 'reward.expected_net_reward_threshold_bps': 2, 'parent_gate.z_threshold': 0.5, 'reward.ttl_s': 20 },
    { ...BASE, calibrator: { artifact: 'new' } },
  );
  expect(overlay).toEqual({
    guards: { spread_bps_limit: 60 },
    reward: { ttl_s: 20, expected_net_reward_threshold_bps: 2 },
    parent_gate: { z_threshold: 0.5 },
    calibrator: { artifact: 'new' },
  });
  expect(BASE.reward).toEqual({ ttl_s: 30 });
});

it.each([
  ['no base', null, null, { a: { b: 1 } }],
  ['a model over no base', null, { calibrator: { artifact: 'x' } }, { a: { b: 1 }, calibrator: { artifact: 'x' } }],
  ['a base that names no object', { a: 5 }, null, { a: { b: 1 } }],
])('sets them over %s', (_, base, active, expected) => {
  expect(trialOverlay(base, { 'a.b': 1 }, active)).toEqual(expected);
});

it('takes the model off that nobody has in force any more', () => {
  expect(withModelOf({}, BASE)).toEqual({ guards: { spread_bps_limit: 60 }, reward: { ttl_s: 30 } });
  expect(withModelOf(null, null)).toEqual({});
});

it.each([
  [null, null, true, true],
  [null, {}, true, true],
  [null, { calibrator: { artifact: 'x' } }, true, false],
  [BASE, { ...BASE, calibrator: { artifact: 'new' } }, true, false],
  [BASE, { reward: { ttl_s: 30 }, calibrator: { artifact: 'old' }, guards: { spread_bps_limit: 60 } }, true, true],
  [BASE, { ...BASE, reward: { ttl_s: 31 } }, false, false],
  [BASE, null, false, false],
])('%j and %j are the same but for the model: %s; in all: %s', (a, b, butModel, all) => {
  expect([sameButModel(a, b), sameButModel(b, a), sameOverlay(a, b)]).toEqual([butModel, butModel, all]);
});

it.each([
  ['reward.ttl_s', false],
  ['calibrators.x', false],
  ['calibrator', true],
  ['calibrator.artifact', true],
])('whether %s is of the model: %s', (name, expected) => expect(isOfModel(name)).toBe(expected));
