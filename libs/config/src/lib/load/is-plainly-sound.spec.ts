import { Ajv } from 'ajv';
import fc from 'fast-check';
import { auroraDefinition } from '../aurora-config';
import { type SchemaNode } from '../schema/config-key';
import { isPlainlySound } from './is-plainly-sound';

const ajv = new Ajv({ strict: true, allowUnionTypes: true, keywords: ['env', 'secret'] });
ajv.addFormat('ip-or-cidr', true);
const keys = auroraDefinition.schema.keys.map(({ path, schema, default: value }) => ({
  path,
  schema,
  default: value,
  isValid: ajv.compile(schema),
}));

it.each<[SchemaNode, unknown, boolean]>([
  [{ type: 'number', minimum: 0, maximum: 1 }, 0, true],
  [{ type: 'number', minimum: 0, maximum: 1 }, -0, true],
  [{ type: 'number', minimum: 0, maximum: 1 }, 1, true],
  [{ type: 'number', minimum: 0, maximum: 1 }, 1.0001, false],
  [{ type: 'number', minimum: 0, maximum: 1 }, -0.0001, false],
  [{ type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 }, 0, false],
  [{ type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 }, 1, false],
  [{ type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 }, 0.5, true],
  [{ type: 'number' }, NaN, false],
  [{ type: 'number' }, Infinity, false],
  [{ type: 'number' }, '1', false],
  [{ type: 'integer' }, 1.5, false],
  [{ type: ['integer', 'null'], minimum: 1 }, null, true],
  [{ type: ['integer', 'null'], minimum: 1 }, 0, false],
  [{ type: 'boolean' }, 1, false],
  [{ type: 'boolean' }, false, true],
  [{ type: 'string', minLength: 2, maxLength: 3 }, 'a', false],
  [{ type: 'string', minLength: 2, maxLength: 3 }, 'ab', true],
  [{ type: 'string', minLength: 2, maxLength: 3 }, 'abcd', false],
  [{ type: 'string', maxLength: 2 }, '😀😀', true],
  [{ type: 'string', pattern: '^a+$' }, 'aa', true],
  [{ type: 'string', pattern: '^a+$' }, 'ab', false],
  [{ type: 'string', enum: ['a', 'b'] }, 'b', true],
  [{ type: 'string', enum: ['a', 'b'] }, 'c', false],
  [{ type: 'array', items: { type: 'string' }, maxItems: 1 }, ['a'], true],
  [{ type: 'array', items: { type: 'string' }, maxItems: 1 }, ['a', 'b'], false],
  [{ type: 'array', items: { type: 'string' }, minItems: 1 }, [], false],
  [{ type: 'array', items: { type: 'string' }, uniqueItems: true }, ['a', 'a'], false],
  [{ type: 'array', items: { type: 'string', maxLength: 1 } }, ['aa'], false],
  // Sound, but not plainly: the validator has to look.
  [{ type: 'array' }, [], false],
  [{ type: 'array', items: { type: 'number' } }, [1], false],
  [{ type: 'string', format: 'ip-or-cidr' }, '::1', false],
  [{ type: 'object' }, {}, false],
  [{}, 1, false],
])('%j takes %p plainly: %p', (schema, value, expected) => {
  expect(isPlainlySound(schema, value)).toBe(expected);
});

it('takes nothing that the validator refuses, of any key', () => {
  const bound = fc.constantFrom(0, -0, 0.5, 1, -1, 2, 10, 100, 500, 1000, 1e6, 1e12, NaN, Infinity, -Infinity, null);
  const near = fc.tuple(fc.nat(keys.length - 1), fc.constantFrom(-1, -1e-9, 0, 1e-9, 1)).chain(([i, step]) => {
    const { schema } = keys[i]!;
    const limits = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'default'].map(
      (name) => schema[name],
    );
    return fc.tuple(
      fc.constant(i),
      fc.constantFrom(...limits.map((one) => (typeof one === 'number' ? one + step : one))),
    );
  });
  const texts = fc.oneof(
    fc.string({ maxLength: 30 }),
    fc.constantFrom('', 'latency', 'trap', '1:0.5', '1/10 ^X', 'SOLUSDT'),
  );
  const any = fc.tuple(
    fc.nat(keys.length - 1),
    fc.oneof(bound, texts, fc.array(texts, { maxLength: 4 }), fc.anything()),
  );
  fc.assert(
    fc.property(fc.oneof(near, any), ([i, value]) => {
      const { path, schema, isValid } = keys[i]!;
      if (isPlainlySound(schema, value)) expect([path, value, isValid(value)]).toEqual([path, value, true]);
    }),
    { numRuns: 5000 },
  );
});

it('takes the default of nearly every key, so that most configurations need no validator', () => {
  const refused = keys.filter(({ schema, default: value }) => !isPlainlySound(schema, value)).map(({ path }) => path);
  expect(refused).toEqual(expect.arrayContaining(['security.ip_allowlist']));
  expect(refused.length).toBeLessThan(6);
});
