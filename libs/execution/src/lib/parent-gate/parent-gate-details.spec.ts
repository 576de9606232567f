import { parentGateDetails } from './parent-gate-details';

const VERDICT = {
  outcome: 'deny',
  reason: 'parent_cooloff',
  z: -1.5,
  aligned: false,
  cooldownRemainingMs: 1500,
  childSpreadBps: 8,
} as const;

it.each([
  [VERDICT, { z: -1.5, cooldown_remaining_s: 1.5, child_spread_bps: 8 }],
  [
    { ...VERDICT, z: NaN, childSpreadBps: null },
    { z: null, cooldown_remaining_s: 1.5, child_spread_bps: null },
  ],
  [
    { ...VERDICT, childSpreadBps: NaN },
    { z: -1.5, cooldown_remaining_s: 1.5, child_spread_bps: null },
  ],
])('parentGateDetails(%p)', (verdict, numbers) => {
  expect(parentGateDetails(verdict)).toEqual({
    outcome: 'deny',
    reason: 'parent_cooloff',
    aligned: false,
    ...numbers,
  });
});
