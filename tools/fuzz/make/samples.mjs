// Valid bodies, made from the schemas of the served OpenAPI document.
import { generateSync } from 'json-schema-faker';

/** Schemas say what is allowed, not what is likely: half of the numbers are brought down to sizes that pass guards. */
const LIKELY = {
  symbol: (dice) => dice.pick(['BTCUSDT', 'ETH/USDT', 'SOL/USDT:USDT', 'BINANCE:XRPUSDT', `C${dice.below(5000)}USDT`]),
  side: (dice) => dice.pick(['buy', 'sell', 'BUY', 'Sell']),
  status: (dice) =>
    dice.pick(['filled', 'partially_filled', 'canceled', 'rejected', 'new', 'closed', 'expired', 'open']),
  action: (dice) => dice.pick(['open', 'close']),
  mode: (dice) => dice.pick(['shadow', 'testnet', 'paper', 'live', 'prod']),
  score: (dice) => dice.next() * 2 - 1,
  latency_ms: (dice) => dice.next() * 40,
  spread_bps: (dice) => dice.next() * 20,
  slip_bps_est: (dice) => dice.next() * 3,
  a_bps: (dice) => dice.next() * 10,
  b_bps: (dice) => 20 + dice.next() * 40,
  qty: (dice) => 0.001 + dice.next() * 10,
  price: (dice) => 1 + dice.next() * 1000,
  fees_bps: (dice) => dice.next() * 2,
  vol_std_bps: (dice) => dice.next() * 100,
  pnl_today_pct: (dice) => dice.next() * 4 - 2,
  pnl_pct: (dice) => dice.next() * 4 - 2,
  open_positions: (dice) => dice.below(5),
};

/** The generator gives up where it left out every field of an object that needs one. */
function generatedOrNull(schema, options) {
  try {
    return generateSync(schema, options);
  } catch {
    return null;
  }
}

/** `count` bodies that `accepts` takes, as JSON values. */
export function samplesOf(dice, schema, accepts, count) {
  const found = [];
  for (let tries = 0; found.length < count; tries++) {
    if (tries > count * 20) throw new Error('the schema of a body gives nothing that is valid');
    const options = {
      seed: dice.below(2 ** 31),
      optionalsProbability: dice.next(),
      maxItems: dice.pick([0, 3, 12, 40]),
    };
    const value = generatedOrNull(schema, options);
    const sample = dice.chance(0.6) ? likelier(dice, value) : value;
    if (accepts(sample)) found.push(sample);
  }
  return found;
}

function likelier(dice, value) {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      name in LIKELY && dice.chance(0.8) ? LIKELY[name](dice) : likelier(dice, inner),
    ]),
  );
}

/** Small overlays out of the schema of the configuration: one to three keys with values their schemas allow. */
export function overlaysOf(dice, configSchema, count) {
  const keys = keysOf(configSchema, []);
  return Array.from({ length: count }, () => {
    const overlay = {};
    for (let n = dice.between(1, 3); n > 0; n--) {
      const { path, schema } = dice.pick(keys);
      let section = overlay;
      for (const name of path.slice(0, -1)) section = section[name] ??= {};
      section[path.at(-1)] = generateSync(schema, { seed: dice.below(2 ** 31), maxItems: 5 });
    }
    return overlay;
  });
}

const keysOf = (schema, path) =>
  schema.properties === undefined
    ? [{ path, schema }]
    : Object.entries(schema.properties).flatMap(([name, inner]) => keysOf(inner, [...path, name]));
