import { configSlice, flag, int, num } from '@aurora/kernel';

/** How the shadow runner trades. */
export const runnerConfig = configSlice({
  runner: {
    min_score: num({
      default: 0.4,
      minimum: 0,
      maximum: 1,
      description: 'Least |score| that wants an opening; exactly at it is enough.',
    }),
    ask_interval_ms: int({
      default: 500,
      minimum: 0,
      maximum: 3_600_000,
      description: 'Least time between two openings considered for one symbol, in ms of the market.',
    }),
    equity_usdt: num({
      default: 10_000,
      exclusiveMinimum: 0,
      maximum: 1e12,
      description: 'Equity of the shadow account at its start: what sizes and day PnL are measured against.',
    }),
    reward_risk: num({
      default: 2,
      exclusiveMinimum: 0,
      maximum: 100,
      description: 'Distance of the target over distance of the stop.',
    }),
    maker_ttl_ms: int({
      default: 3000,
      minimum: 1,
      maximum: 3_600_000,
      description: 'How long a limit order may rest before it is cancelled, in ms of the market.',
    }),
    request_timeout_ms: int({
      default: 200,
      minimum: 1,
      maximum: 60_000,
      description: 'Longest wait for an answer of the gate, in ms.',
    }),
    overlay_poll_ms: int({
      default: 1000,
      minimum: 50,
      maximum: 3_600_000,
      description:
        'How often the gate is asked for its overlay, in ms. Sections runner, reward, parent_gate, sla and sizing take effect without a restart.',
    }),
    fail_open: flag({
      default: false,
      description:
        'Whether an opening may go on when the gate does not answer. Never in live mode, whatever stands here.',
    }),
  },
});
