import { type ChildApi } from '../child-api.fixture';
import { reasonNow } from './durability.fixture';

/** What an operator does, how it shows that it was not forgotten, and how it is undone. */
export interface Operation {
  readonly run: readonly [path: string, body?: object];
  holds(api: ChildApi): Promise<void>;
  readonly undo: readonly [path: string, body?: object];
}

export const OPERATIONS: readonly Operation[] = [
  {
    run: ['/aurora/disarm'],
    holds: async (api) => expect(await reasonNow(api)).toBe('latency_disarmed'),
    undo: ['/aurora/arm'],
  },
  {
    run: ['/ops/trading_state/reducing'],
    holds: async (api) => expect(await reasonNow(api)).toBe('TRADING.REDUCING'),
    undo: ['/ops/trading_state/active'],
  },
  {
    run: ['/overlay/apply', { overlay: { guards: { spread_bps_limit: 1 } } }],
    holds: async (api) => expect(await reasonNow(api)).toMatch(/^spread_bps_too_wide/),
    undo: ['/overlay/rollback'],
  },
  {
    run: ['/risk/set', { size_scale: 0.5 }],
    holds: async (api) => expect(await api.ask('GET', '/risk/snapshot')).toMatchObject({ size_scale: 0.5 }),
    undo: ['/risk/set', { size_scale: 1 }],
  },
];
