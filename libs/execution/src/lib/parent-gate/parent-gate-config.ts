import { configSlice, flag, int, num, type ConfigOf } from '@aurora/kernel';

/** Configuration of the parent gate. */
export const parentGateConfig = configSlice({
  parent_gate: {
    lookback_s: int({
      description: 'Length of the window of the parent market, in seconds: so many returns at 1 Hz.',
      default: 120,
      minimum: 1,
      maximum: 86_400,
    }),
    z_threshold: num({
      description: 'Least |z| of the parent return at which its child may trade; exactly at the limit passes.',
      default: 0.75,
      minimum: 0,
      maximum: 100,
    }),
    align_sign: flag({
      description: 'Whether the child may only trade in the direction of the parent return.',
      default: true,
    }),
    max_spread_bps: num({
      description: 'Widest spread of the child at which it may trade, in bps of mid; exactly at the limit passes.',
      default: 50,
      minimum: 0,
      maximum: 10_000,
    }),
    cooloff_s: num({
      description: 'How long a denial keeps denying, in seconds; exactly when it has passed the gate judges again.',
      default: 30,
      minimum: 0,
      maximum: 86_400,
    }),
  },
});

export type ParentGateConfig = ConfigOf<typeof parentGateConfig>['parentGate'];
