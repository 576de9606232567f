import { ExposureLedger } from '@aurora/risk';
import { type PersistedState } from './persisted-state';

const AT_MS = 1_763_812_800_000;

/** A ledger with so many open reservations, a millisecond apart. */
export function ledgerOf(count: number): ExposureLedger {
  const ledger = new ExposureLedger();
  for (let n = 0; n < count; n++) reserve(ledger, n);
  return ledger;
}

export function reserve(ledger: ExposureLedger, n: number): void {
  const caps = { maxSymbolExposureUsdt: null, maxOrdersPerMin: null, positionNotional: 0, ttlMs: 86_400_000 };
  const order = { symbol: 'BTCUSDT', side: 'buy', qty: 0.5, notional: 100.25, reduceOnly: false } as const;
  ledger.tryReserve({ ...order, decisionId: `decision-${n}`, nowMs: AT_MS + n }, caps);
}

/** A state with nothing in it but reservations, and orders where asked. */
export const stateOf = (reservations: number | ExposureLedger, orders = 0): PersistedState => ({
  format: 'aurora-state',
  version: 1,
  engine: {
    health: { armed: true, halted: false, cooloffUntilMs: 0, warnsMs: [] },
    governance: { haltUntilMs: 0, halting: false },
    trading_state: 'ACTIVE',
    positions: { positions: [] },
    day_pnl: { day: null, sumPct: 0, sumUsdt: 0, withoutPctUsdt: 0 },
    reservations: (typeof reservations === 'number' ? ledgerOf(reservations) : reservations).exportState(),
    anti_churn: { lastAllowMs: [], lastCloseMs: [] },
    risk_overrides: {},
    returns: { returns: [] },
    orders: {
      orders: Array.from({ length: orders }, (_, n) => ({ keys: [`order||${n}`], filledQty: n, terminal: false })),
    },
  },
  config: { mode: 'shadow' },
  config_hash: '0123456789ab',
  calibrator: null,
  ops_token_sha256: null,
  overlays: [],
  session_dir: '/sessions/1',
  ts_ns: '1763812800000000000',
});
