import { searchSpaceOf, SpaceError, type Dimension, type SearchEntry } from '@aurora/tuning/config';
import { checkLayer, type LayerRules } from '../load/resolve';
import { type CrossCheck } from '../load/view';
import { homeOf } from '../schema/compose-schema';
import { typesOf } from '../schema/config-key';

const SPACE = 'tuner.search_space';

/**
 * The search space is one, and an overlay may set each of its keys to whatever a trial may try. The default is not looked at
 * here, at every start, but by a test.
 */
export const searchSpaceCheck = (definition: () => LayerRules): CrossCheck => ({
  reads: [SPACE],
  check: (view) => {
    if (view.provenance(SPACE).source === 'default') return [];
    try {
      const space = searchSpaceOf(view.get(SPACE) as readonly SearchEntry[]);
      const messages = space.flatMap((dimension) => keyProblems(definition(), dimension));
      return [...new Set(messages)].map((message) => ({ path: SPACE, message }));
    } catch (error) {
      if (!(error instanceof SpaceError)) throw error;
      return error.problems.map((message) => ({ path: SPACE, message }));
    }
  },
});

function keyProblems(definition: LayerRules, dimension: Dimension): readonly string[] {
  const { name } = dimension;
  const [section = '', ...rest] = name.split('.');
  const key = definition.schema.byPath.get([homeOf(definition.schema, section, rest[0] ?? ''), ...rest].join('.'));
  if (key && dimension.type === 'float' && !typesOf(key.schema).includes('number')) {
    return [`${name}: takes ${typesOf(key.schema).join(' or ')}, not every number of an interval`];
  }
  const values = dimension.type === 'categorical' ? dimension.choices : [dimension.low, dimension.high];
  return values.flatMap((value) => {
    const overlay = name.split('.').reduceRight<unknown>((inner, part) => ({ [part]: inner }), value);
    const { checked } = checkLayer(definition, {
      source: 'overlay',
      value: overlay as Readonly<Record<string, unknown>>,
      whereIs: () => SPACE,
    });
    return checked.problems.map(({ message }) => `${name}: ${message}`);
  });
}
