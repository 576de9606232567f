import { configSlice, num, text } from '@aurora/kernel';
import { Ajv } from 'ajv';
import { smallDefinition } from '../load/small-definition.fixture';
import { composeSchema, editorSchema } from './compose-schema';

const limit = (maximum: number, env: string[] = []) =>
  num({ description: 'A limit.', default: 1, minimum: 0, maximum, env });

describe('slices', () => {
  it('may share a section, and a key they declare alike', () => {
    const { keys } = composeSchema({}, [
      configSlice({ a: { x: limit(5) } }),
      configSlice({ a: { x: limit(5), y: limit(6) }, b: { x: limit(7) } }),
    ]);
    expect(keys.map(({ path }) => path)).toEqual(['a.x', 'a.y', 'b.x']);
  });

  it.each([
    ['declare a key differently', [{ a: { x: limit(5) } }, { a: { x: limit(6) } }], 'a.x is declared twice'],
    [
      'share a name of the environment',
      [{ a: { x: limit(5, ['N']) } }, { b: { y: limit(5, ['N']) } }],
      'N would set both',
    ],
    ['declare a key of guards in gates', [{ guards: { x: limit(5) } }, { gates: { x: limit(5) } }], 'are one key'],
    ['leave out the description', [{ a: { x: text({ description: '', default: '' }) } }], 'a.x has no description'],
  ])('may not %s', (_, slices, message) => {
    expect(() => composeSchema({}, slices)).toThrow(message);
  });
});

it('the schema for editors is one, and takes both names of the section', () => {
  const ajv = new Ajv({ allowUnionTypes: true, keywords: ['env', 'secret'] });
  ajv.addFormat('ip-or-cidr', true);
  const validate = ajv.compile(editorSchema(smallDefinition.schema));
  expect(validate({ gates: { latency_ms_limit: 5 }, guards: { storm_min_total: 5 }, stage: 'wet' })).toBe(true);
  expect(validate({ gates: { latencymslimit: 5 } })).toBe(false);
  expect(validate({ stages: 'wet' })).toBe(false);
});
