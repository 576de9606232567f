import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { loadCalibrator } from '@aurora/calibration';
import { outcomeLine, outcomes } from '../calibrate/outcomes.fixture';
import { auroractl, freshFolder } from '../cli/run-auroractl.fixture';

interface Judged {
  readonly n: number;
  readonly before: { readonly ece: number; readonly brier: number };
  readonly after: { readonly ece: number; readonly brier: number };
  readonly better: boolean;
}

/** A session of 1200 outcomes, half of them in a rotated part, and the way to run a command beside it. */
function session() {
  const cwd = freshFolder();
  const runner = join(cwd, 'session/runner');
  mkdirSync(runner, { recursive: true });
  const lines = outcomes(1200, 11).map((one) => `${outcomeLine(one)}\n`);
  writeFileSync(join(runner, 'aurora_events.20260122T100959Z-000001.jsonl.gz'), gzipSync(lines.slice(0, 600).join('')));
  writeFileSync(join(runner, 'aurora_events.jsonl'), lines.slice(600).join(''));
  const run = (line: string) => auroractl(line.split(' '), { cwd });
  return { run, at: (name: string) => join(cwd, name), read: (name: string) => readFileSync(join(cwd, name), 'utf8') };
}

const FIT = 'calibrate fit session --name mine --out mine.json --kind platt';

it('fits a session, judges what it held out, draws it, and writes a model that loads', async () => {
  const { run, read } = session();
  const { code, out, err } = await run(`${FIT} --svg mine.svg --json`);
  expect([code, err]).toEqual([0, '']);
  const fit = JSON.parse(out) as { model: string; file: string; before: string; held_out: Judged };
  expect(fit).toMatchObject({ kind: 'platt', file: 'mine.json', svg: 'mine.svg', before: 'sigmoid@1 as it judged' });
  expect([fit.held_out.n, fit.held_out.better]).toEqual([360, true]);
  const artifact = JSON.parse(read('mine.json')) as { name: string; version: string; held_out: { ece: number } };
  expect(`${artifact.name}@${artifact.version}`).toBe(fit.model);
  expect(artifact.held_out.ece).toBe(fit.held_out.after.ece);
  expect(loadCalibrator(artifact).predict(0)).toBeCloseTo(1 / (1 + Math.E), 1);
  const svg = read('mine.svg');
  expect(svg).toMatch(/^<svg [^>]*width="760" height="640"/);
  for (const text of [
    fit.held_out.before.ece.toFixed(4),
    fit.held_out.after.ece.toFixed(4),
    'before',
    'after',
    fit.model,
  ])
    expect(svg).toContain(text);
});

it('refuses to judge by what was fitted on, and says from when on it may', async () => {
  const { run } = session();
  expect((await run(FIT)).out).toContain('Better than before.');
  const refused = await run('calibrate evaluate mine.json session');
  expect([refused.code, refused.out]).toEqual([1, '']);
  const [, from] = /judge the \d+ later ones: --from (\S+)/.exec(refused.err)!;
  const { code, out } = await run(`calibrate evaluate mine.json session --from ${from} --svg later.svg`);
  expect([code, out]).toEqual([0, expect.stringMatching(/calibration error \(ECE\) +0\.\d{4} +→ +0\.\d{4}/)]);
  expect((await run(`calibrate evaluate mine.json session --unseen`)).code).toBe(1);
});

it('never replaces a model unless it is told to', async () => {
  const { run, read } = session();
  await run(FIT);
  const first = read('mine.json');
  const again = await run(FIT);
  expect([again.code, again.out, read('mine.json')]).toEqual([1, '', first]);
  expect(again.err).toContain('mine.json is there already');
  expect((await run(`${FIT} --force --until 2026-01-22T10:10:00`)).code).toBe(0);
  expect(read('mine.json')).not.toBe(first);
});

it('says so, with exit code 1, when the model is not better than before', async () => {
  const { run, at, read } = session();
  // Scores that are calibrated as they are: nothing to win, and the curve is fitted to noise.
  const rows = outcomes(1400, 5, { slope: 2, intercept: 0 }).map(({ score, label }) => `${score},${label}`);
  writeFileSync(at('a.csv'), `score,label\n${rows.join('\n')}\n`);
  const { code, out } = await run('calibrate fit a.csv --kind isotonic --holdout 0.2 --name a --out a.json');
  expect([code, out]).toEqual([1, expect.stringContaining('Not better than before')]);
  expect(loadCalibrator(JSON.parse(read('a.json'))).kind).toBe('isotonic');
});

it.each([
  ['calibrate fit session --kind platt --name m', 2, "required option '--out <file>' not specified"],
  ['calibrate fit session --name a/b --out m.json', 2, 'must be 1 to 64 letters'],
  ['calibrate fit session --name m --out m.json --kind spline', 2, 'Allowed choices are isotonic, platt'],
  ['calibrate fit session --name m --out m.json --until 1h --holdout 0.2', 2, 'give one'],
  ['calibrate fit session --name m --out m.json --holdout 1', 2, 'must be a number from 0.05 to 0.9'],
  ['calibrate fit session --name m --out none/m.json', 2, 'there is no folder none'],
  ['calibrate fit nowhere --name m --out m.json', 2, 'there is no nowhere'],
  ['calibrate fit a.csv --name m --out m.json', 2, 'a.csv:3: column label must be 0 or 1, is "0.5"'],
  ['calibrate fit a.csv --skip-bad-rows --name m --out m.json', 1, 'too few outcomes: a fit needs 100;'],
  ['calibrate fit a.csv --skip-bad-rows --until 2026-01-01 --name m --out m.json', 2, '--until needs times'],
  ['calibrate evaluate nowhere.json session', 2, 'there is no file nowhere.json'],
  ['calibrate evaluate a.csv session', 2, 'a.csv is no JSON'],
  ['calibrate evaluate empty.json session', 2, 'empty.json is no model: calibrator artifact refused'],
])('%s ends with %p', async (line, code, said) => {
  const { run, at } = session();
  writeFileSync(at('a.csv'), 'score,label\n0.5,1\n0.5,0.5\n');
  writeFileSync(at('empty.json'), '{}');
  const ended = await run(line);
  expect([ended.code, ended.out, existsSync(at('m.json'))]).toEqual([code, '', false]);
  expect(ended.err).toContain(said);
  expect(ended.err).not.toMatch(/^\s+at /m);
});

it.each(['fit', 'evaluate'])('calibrate %s helps, with examples', async (name) => {
  const { code, out } = await auroractl(['calibrate', name, '--help']);
  expect([code, out]).toEqual([0, expect.stringContaining(`$ auroractl calibrate ${name}`)]);
});

/** Forecasts of games by FiveThirtyEight (CC BY 4.0); where they are kept is told by AURORA_RECORDINGS. */
const recordings = process.env['AURORA_RECORDINGS'] ?? join(__dirname, '../../../../../shared/data');
const games = join(recordings, 'calibration-538/nba_games.csv.gz');

if (existsSync(games)) {
  it('finds that forecasts of early seasons want correction in later ones, too', async () => {
    const cwd = freshFolder();
    const columns = '--probabilities --score-column prob1 --label-column prob1_outcome --time-column date';
    const line = `--name games --out games.json --until 2019-06-30 --kind platt --json ${columns}`;
    const { code, out } = await auroractl(['calibrate', 'fit', games, ...line.split(' ')], { cwd });
    const { held_out: judged } = JSON.parse(out) as { held_out: Judged };
    expect([code, judged.n, judged.better]).toEqual([0, 3637, true]);
    expect([judged.before.ece, judged.before.brier].map((value) => Number(value.toFixed(3)))).toEqual([0.064, 0.22]);
    expect(judged.after.ece).toBeLessThan(0.04);
  });
} else {
  it(`the forecasts are not here (${games}): nothing was fitted`, () => expect(existsSync(games)).toBe(false));
}
