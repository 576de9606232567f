import { resolveConfig } from '../aurora-config';
import { problemsOf } from '../load/small-definition.fixture';

const withLadder = (ladder: string) =>
  resolveConfig({ yaml: { text: `reward: { tp_ladder: ${ladder} }`, file: 'c.yaml' } });

it.each(['[]', '["1:0.5"]', '["1:0.5", "2:0.5"]'])('%s is a ladder', (ladder) => {
  expect(withLadder(ladder).config.reward.tpLadder).toHaveLength(ladder.split(':').length - 1);
});

it.each(['["1:0.5", "1:0.2"]', '["2:0.5", "1:0.2"]', '["1:0.6", "2:0.5"]', '["1"]'])('%s is none', (ladder) => {
  expect(problemsOf(() => withLadder(ladder)).map(({ path }) => path.replace(/[.[]\d.*$/, ''))).toEqual([
    'reward.tp_ladder',
  ]);
});
