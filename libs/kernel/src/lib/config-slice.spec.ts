import { Ajv } from 'ajv';
import {
  configSlice,
  defaultsOf,
  flag,
  int,
  num,
  oneOf,
  optionalFlag,
  optionalInt,
  optionalNum,
  optionalText,
  section,
  table,
  text,
  texts,
  type ConfigOf,
  type KeySchema,
} from './config-slice';

const description = 'For the test.';

interface Limit {
  readonly key_path: string;
  readonly high?: number;
}

const slice = configSlice({
  guards: {
    spread_bps_limit: num({ description, default: 80, minimum: 0, maximum: 10_000, env: ['A', 'B'] }),
    trap_guard_enabled: flag({ description, default: true }),
  },
  api: {
    port: int({ description, default: 8000, minimum: 0, maximum: 65_535 }),
    host: text({ description, default: '127.0.0.1', minLength: 1 }),
    order_profile: oneOf(['er_before_slip', 'slip_before_er'], { description, default: 'er_before_slip' }),
    allow_list: texts({ description, default: ['127.0.0.1'], maxItems: 2, items: { minLength: 1 } }),
    limits_by_key: table<Limit>(
      { key_path: { type: 'string' }, high: { type: 'number' } },
      { description, default: [{ key_path: 'a_b', high: 1 }], required: ['key_path'], maxItems: 3 },
    ),
    max_exposure: optionalNum({ description, minimum: 0 }),
    max_orders: optionalInt({ description, minimum: 1 }),
    token: optionalText({ description, minLength: 16, secret: true }),
    is_public: optionalFlag({ description }),
    time_limits: section({ idle_ms: int({ description, default: 5, minimum: 0 }) }),
  },
});

/** The shape code sees; compiles only when names and types follow the slice. */
const expected: ConfigOf<typeof slice> = {
  guards: { spreadBpsLimit: 80, trapGuardEnabled: true },
  api: {
    port: 8000,
    host: '127.0.0.1',
    orderProfile: 'er_before_slip',
    allowList: ['127.0.0.1'],
    limitsByKey: [{ key_path: 'a_b', high: 1 }],
    maxExposure: null,
    maxOrders: null,
    token: null,
    isPublic: null,
    timeLimits: { idleMs: 5 },
  },
};

const isValid = (schema: KeySchema<unknown>, value: unknown) =>
  new Ajv({ keywords: ['env', 'secret'], allowUnionTypes: true }).validate(schema, value);

describe('configSlice', () => {
  it('gives every default in the shape code sees', () => {
    expect(defaultsOf(slice)).toEqual(expected);
  });

  it('names sections like keys', () => {
    const { parentGate } = defaultsOf(
      configSlice({ parent_gate: { align_sign: flag({ description, default: true }) } }),
    );
    expect(parentGate).toEqual({ alignSign: true });
  });

  it('keeps the notes beside the schema', () => {
    expect(slice.guards.spread_bps_limit).toMatchObject({ type: 'number', minimum: 0, default: 80, env: ['A', 'B'] });
    expect(slice.api.token).toMatchObject({ type: ['string', 'null'], secret: true, minLength: 16, default: null });
    expect(slice.api.order_profile).toMatchObject({ type: 'string', enum: ['er_before_slip', 'slip_before_er'] });
    expect(slice.api.allow_list).toMatchObject({ type: 'array', items: { type: 'string', minLength: 1 }, maxItems: 2 });
    expect(slice.api.limits_by_key).toMatchObject({
      type: 'array',
      items: {
        type: 'object',
        properties: { key_path: { type: 'string' }, high: { type: 'number' } },
        required: ['key_path'],
        additionalProperties: false,
      },
      maxItems: 3,
    });
    expect(slice.api.limits_by_key).not.toHaveProperty('required');
    expect(slice.api.max_orders).toMatchObject({ type: ['integer', 'null'], minimum: 1, default: null });
    expect(slice.api.max_exposure).toMatchObject({ type: ['number', 'null'], minimum: 0, default: null });
  });

  it.each([
    [0, true],
    [80.5, true],
    [10_000, true],
    [-0.001, false],
    [10_000.001, false],
    [NaN, false],
    ['80', false],
    [null, false],
  ])('a number at %p is valid: %p', (value, valid) => {
    expect(isValid(slice.guards.spread_bps_limit, value)).toBe(valid);
  });

  it.each([
    [0, true],
    [65_535, true],
    [65_536, false],
    [1.5, false],
    [true, false],
  ])('an integer at %p is valid: %p', (value, valid) => {
    expect(isValid(slice.api.port, value)).toBe(valid);
  });

  it.each([
    [null, true],
    [true, true],
    ['true', false],
  ])('a switch that may be unset at %p is valid: %p', (value, valid) => {
    expect(isValid(slice.api.is_public, value)).toBe(valid);
  });
});
