import fc from 'fast-check';
import { type Dimension, type Space } from './space';

const wide = { min: -1e6, max: 1e6, noNaN: true, noDefaultInfinity: true } as const;

/** Dimensions of every kind: narrow and wide, one value alone, steps, logarithms, choices of every type. */
const dimension: fc.Arbitrary<Record<string, unknown> & { readonly type: string }> = fc.oneof(
  fc
    .tuple(fc.double(wide), fc.double(wide))
    .map(([a, b]) => ({ type: 'float', low: Math.min(a, b), high: Math.max(a, b) })),
  fc
    .tuple(fc.double({ min: 1e-9, max: 1e3, noNaN: true }), fc.double({ min: 1, max: 1e6, noNaN: true }))
    .map(([low, ratio]) => ({ type: 'float', low, high: low * ratio, log: true })),
  fc
    .tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 200 }))
    .map(([low, step, count]) => ({
      type: 'float',
      low: low / 10,
      high: Number(((low + step * count) / 10).toFixed(1)),
      step: step / 10,
    })),
  fc
    .tuple(fc.integer({ min: -1000, max: 1000 }), fc.integer({ min: 1, max: 7 }), fc.integer({ min: 0, max: 500 }))
    .map(([low, step, count]) => ({ type: 'int', low, high: low + step * count, step })),
  fc
    .tuple(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 0, max: 100_000 }))
    .map(([low, width]) => ({ type: 'int', low, high: low + width, log: true })),
  fc
    .uniqueArray(fc.oneof(fc.integer(), fc.string(), fc.boolean()), { minLength: 1, maxLength: 6 })
    .map((choices) => ({ type: 'categorical', choices })),
);

/** Spaces of one to five dimensions, all sound. */
export const spaces: fc.Arbitrary<Space> = fc
  .array(dimension, { minLength: 1, maxLength: 5 })
  .map((dimensions) => dimensions.map((one, i) => ({ ...one, name: `p${i}` }) as unknown as Dimension));

/** Whether a value is one of those a dimension has. */
export function isIn(dimension: Dimension, value: unknown): boolean {
  if (dimension.type === 'categorical') return (dimension.choices as readonly unknown[]).includes(value);
  const { type, low, high, step } = dimension;
  if (typeof value !== 'number' || !(value >= low && value <= high)) return false;
  if (type === 'int' && !Number.isInteger(value)) return false;
  if (step === undefined) return true;
  const steps = (value - low) / step;
  // In decimals: 0.30000000000000004 is no value of steps of 0.1.
  return Math.abs(steps - Math.round(steps)) < 1e-9 && value === Number(value.toFixed(type === 'int' ? 0 : 1));
}
