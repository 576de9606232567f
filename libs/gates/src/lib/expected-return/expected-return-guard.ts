import { configSlice, num } from '@aurora/kernel';
import { block, defineGuard, pass } from '../guard';

export const expectedReturnConfig = configSlice({
  risk: {
    pi_min_bps: num({
      description: 'Least expected return of an opening after fees and slippage, in bps; exactly at the limit blocks.',
      default: 2,
      minimum: -10_000,
      maximum: 10_000,
      env: ['AURORA_PI_MIN_BPS'],
    }),
  },
});

/**
 * Denies an opening unless p·b − (1−p)·a − fees − slippage is above the minimum, in bps, where p is the calibrated
 * probability of reaching the target. Exactly at the minimum blocks.
 */
export const expectedReturnGuard = defineGuard({
  id: 'expected_return',
  summary:
    'Denies an opening unless its expected return after costs is above risk.pi_min_bps (bps); exactly at the limit blocks.',
  config: expectedReturnConfig,
  reasons: {
    expected_return_gate: {
      summary: 'Expected return after fees and slippage is not above risk.pi_min_bps.',
      note: () => 'expected_return_below_threshold',
    },
  },
  inputs: ['score', 'a_bps', 'b_bps', 'slip_bps_est'],
  judges: 'openings',
  bind: ({ risk: { piMinBps } }) => ({
    check: ({ request, inputs, state, found }) => {
      const p = state.calibrator.predict(inputs.score);
      const ePiBps = p * inputs.b_bps - (1 - p) * inputs.a_bps - (request.feesBps + inputs.slip_bps_est);
      found.pTp = p;
      found.ePiBps = ePiBps;
      return ePiBps > piMinBps ? pass(ePiBps, piMinBps) : block('expected_return_gate', ePiBps, piMinBps);
    },
  }),
});
