import fc from 'fast-check';
import { parseOverlayApply, parseRiskSet, parseRotateToken } from '../ops/parse-ops';
import { parsePosttrade } from '../posttrade/parse-posttrade';
import { toPosttradeFact } from '../posttrade/to-posttrade-fact';
import { parsePretradeRequest } from '../pretrade/parse-pretrade-request';
import { PretradeMarket, PretradeOrder } from '../pretrade/pretrade-request.dto';
import { toGateRequest } from '../pretrade/to-gate-request';
import { schemaOf, type JsonSchema, type ShapeClass } from './shape';

const fieldsOf = (shape: ShapeClass): string[] => Object.keys(schemaOf(shape)['properties'] as JsonSchema);

const value = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom(null, 0, -0, 1, -1, 1e308, Infinity, -Infinity, NaN, '', 'buy', 'live', 'filled', true, [], {}, [1]),
);
const namesOf = (shape: ShapeClass) => fc.constantFrom(...fieldsOf(shape), '__proto__', 'constructor', 'x');
const likeMarket = fc.dictionary(namesOf(PretradeMarket), value);
const likeOrder = fc
  .dictionary(namesOf(PretradeOrder), value)
  .map((order) => ({ symbol: 'A', side: 'buy', qty: 1, ...order }));
const likeBody = fc.record(
  { order: fc.oneof(likeOrder, value), market: fc.oneof(likeMarket, value), account: value, fees_bps: value, z: value },
  { requiredKeys: [] },
);
const RUNS = { numRuns: 5000, seed: 20261122 };

describe('whatever the body', () => {
  it('parsePretradeRequest answers, and what it accepts can be converted to finite numbers', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), likeBody), (body) => {
        const parsed = parsePretradeRequest(body);
        if (!parsed.ok)
          return parsed.errors.length > 0 && parsed.errors.every(({ field, message }) => field && message);
        const { order, market, feesBps } = toGateRequest(parsed.request);
        const numbers = [feesBps, ...Object.values(order), ...Object.values(market)].flat();
        return order.qty > 0 && numbers.every((number) => typeof number !== 'number' || Number.isFinite(number));
      }),
      RUNS,
    );
  });

  it('parsePosttrade answers, and what it accepts can be read', () => {
    const name = fc.constantFrom(
      'order_id',
      'status',
      'filled',
      'qty',
      'fee',
      'fees',
      'error',
      'close',
      'side',
      'info',
      'pnl_pct',
    );
    const raw = fc.dictionary(
      fc.constantFrom('id', 'filled', 'amount', 'fee', 'fees', 'status', 'info', 'average'),
      value,
    );
    const like = fc
      .tuple(fc.dictionary(name, value), fc.oneof(raw, value))
      .map(([body, response]) => ({ ...body, response }));
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), like), (body) => {
        const parsed = parsePosttrade(body);
        if (!parsed.ok) return parsed.errors.length > 0;
        const { filledQty, price, fees, pnlPct } = toPosttradeFact(parsed.value.enriched);
        return [filledQty, price, fees, pnlPct].every((number) => number === null || Number.isFinite(number));
      }),
      RUNS,
    );
  });

  it('the control routes answer', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.jsonValue(), fc.dictionary(fc.constantFrom('overlay', 'author', 'new_token', 'size_scale'), value)),
        (body) =>
          [parseOverlayApply, parseRiskSet, parseRotateToken].every((parse) => typeof parse(body).ok === 'boolean'),
      ),
      RUNS,
    );
  });
});
