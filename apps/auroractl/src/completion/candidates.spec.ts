import { Argument, Command, Option } from 'commander';
import { candidateLines, candidatesFor } from './candidates';

const program = new Command('auroractl')
  .option('-V, --version', 'the version')
  .addCommand(
    new Command('sim')
      .description('a venue')
      .addOption(new Option('--wire <shapes>', 'shapes').choices(['2024', '2026']))
      .option('--recording <folder>', 'plays one')
      .option('--watch [every]', 'again')
      .option('--loop', 'again and again'),
  )
  .addCommand(
    new Command('state')
      .addArgument(new Argument('[state]', 'which').choices(['active', 'halted']))
      .option('--json', 'JSON'),
  )
  .addCommand(
    new Command('overlay')
      .summary('overlays')
      .addCommand(new Command('show').description('Shows it.\nAt length.'))
      .addCommand(new Command('apply').argument('<file>', 'YAML').argument('[other]')),
  )
  .addCommand(new Command('archive').argument('<session...>'))
  .addCommand(new Command('hidden'), { hidden: true });

const FILES = ':files';

it.each<[string[], string]>([
  [[], 'sim state overlay archive help'],
  [[''], 'sim state overlay archive help'],
  [['s'], 'sim state'],
  [['nothing'], ''],
  [['-'], '--version --help'],
  [['sim', ''], '--wire --recording --watch --loop --help'],
  [['sim', '--'], '--wire --recording --watch --loop --help'],
  [['sim', '--w'], '--wire --watch'],
  [['sim', '--wire', ''], '2024 2026'],
  [['sim', '--wire', '2024', '--r'], '--recording'],
  [['sim', '--wire', '='], '2024 2026'],
  [['sim', '--wire', '=', '202'], '2024 2026'],
  [['sim', '--wire=2024', '--l'], '--loop'],
  [['sim', '--wire=2'], '--wire=2024 --wire=2026'],
  [['sim', '--wire='], '--wire=2024 --wire=2026'],
  [['sim', '--recording', ''], FILES],
  [['sim', '--recording=/tm'], FILES],
  [['sim', '--watch', '--l'], '--loop'],
  [['sim', '--unknown', '--l'], '--loop'],
  [['state', ''], 'active halted'],
  [['state', '--json', 'h'], 'halted'],
  [['state', 'active', ''], '--json --help'],
  [['state', '--', 'h'], 'halted'],
  [['overlay', ''], 'show apply help'],
  [['overlay', 'apply', ''], FILES],
  [['overlay', 'apply', '-', ''], '--help'],
  [['archive', 'a', 'b', ''], FILES],
])('%j', (words, found) => {
  const lines = candidateLines(candidatesFor(program, words));
  expect(
    lines
      .split('\n')
      .map((line) => line.split('\t')[0])
      .join(' '),
  ).toBe(found);
});

it('come with one line that says what each is', () => {
  expect(candidateLines(candidatesFor(program, ['overlay', 's']))).toBe('show\tShows it.');
  expect(candidateLines(candidatesFor(program, ['o']))).toBe('overlay\toverlays');
});
