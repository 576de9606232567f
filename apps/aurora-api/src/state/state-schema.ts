import { PERSISTED_VERSION } from './persisted-state';

type Schema = Readonly<Record<string, unknown>>;

const any: Schema = {};
const flag: Schema = { type: 'boolean' };
const finite: Schema = { type: 'number' };
const atLeast0: Schema = { type: 'number', minimum: 0 };
const above0: Schema = { type: 'number', exclusiveMinimum: 0 };
const text: Schema = { type: 'string' };
const name: Schema = { type: 'string', minLength: 1 };
const section: Schema = { type: 'object' };
const decimal = (sign: '-?' | ''): Schema => ({ type: 'string', pattern: `^${sign}\\d+(\\.\\d+)?(e[+-]\\d+)?$` });
const orNull = (schema: Schema): Schema => ({ anyOf: [schema, { type: 'null' }] });
const list = (items: Schema): Schema => ({ type: 'array', items });
const pair = (first: Schema, second: Schema): Schema => ({
  type: 'array',
  items: [first, second],
  minItems: 2,
  maxItems: 2,
});
/** An object with these properties and no others. */
const some = (properties: Readonly<Record<string, Schema>>): Schema => ({
  type: 'object',
  properties,
  additionalProperties: false,
});
/** An object with all of these properties and no others. */
const all = (properties: Readonly<Record<string, Schema>>): Schema => ({
  ...some(properties),
  required: Object.keys(properties),
});

const reservation = all({
  decisionId: name,
  symbol: name,
  side: { enum: ['buy', 'sell'] },
  qty: above0,
  filledQty: atLeast0,
  notional: atLeast0,
  reduceOnly: flag,
  atMs: atLeast0,
});

const engine = all({
  health: all({ armed: flag, halted: flag, cooloffUntilMs: atLeast0, warnsMs: list(atLeast0) }),
  governance: all({ haltUntilMs: atLeast0, halting: flag }),
  trading_state: { enum: ['ACTIVE', 'REDUCING', 'HALTED'] },
  positions: all({
    positions: list(all({ symbol: name, qty: decimal('-?'), avgPrice: orNull(decimal('')), openedAtMs: atLeast0 })),
  }),
  day_pnl: all({ day: orNull({ type: 'integer' }), sumPct: finite, sumUsdt: finite, withoutPctUsdt: finite }),
  reservations: all({ ttlMs: orNull(atLeast0), reservations: list(reservation), orderTimesMs: list(atLeast0) }),
  anti_churn: all({ lastAllowMs: list(pair(name, atLeast0)), lastCloseMs: list(pair(name, atLeast0)) }),
  risk_overrides: some({
    ddDayPct: { type: 'number', minimum: 0, maximum: 100 },
    maxConcurrent: { type: 'integer', minimum: 0 },
    sizeScale: { type: 'number', minimum: 0, maximum: 1 },
  }),
  returns: all({ returns: list(finite) }),
  orders: all({ orders: list(all({ keys: list(name), filledQty: atLeast0, terminal: flag })) }),
});

/** JSON Schema of a `PersistedState`: a part that is missing or out of bounds would read as a gate that was never halted. */
export const STATE_SCHEMA: Schema = all({
  format: { const: 'aurora-state' },
  version: { const: PERSISTED_VERSION },
  engine,
  config: section,
  config_hash: name,
  calibrator: any,
  ops_token_sha256: orNull({ type: 'string', pattern: '^[0-9a-f]{64}$' }),
  overlays: list(all({ overlay: section, author: orNull(text), reason: orNull(text), applied_at_ms: atLeast0 })),
  session_dir: name,
  // 2001 to 2255: what the log can write, with room to go on.
  ts_ns: { type: 'string', pattern: '^[1-8]\\d{18}$' },
});
