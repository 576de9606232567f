import { denialsOf } from './denials';

it('puts the most frequent first, with the guard that stands behind each', async () => {
  expect(await denialsOf({ missing_input: 1, spread_bps_too_wide: 6, from_the_future: 1, latency_guard: 0 })).toEqual([
    { guard: 'spread', reason: 'spread_bps_too_wide', denied: 6, share: 0.75 },
    { guard: null, reason: 'from_the_future', denied: 1, share: 0.125 },
    { guard: 'gate', reason: 'missing_input', denied: 1, share: 0.125 },
  ]);
  expect(await denialsOf({})).toEqual([]);
});
