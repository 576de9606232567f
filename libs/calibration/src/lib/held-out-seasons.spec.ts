import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { fitCalibrator } from './artifact/fit-calibrator';
import { loadCalibrator } from './artifact/load-calibrator';
import { ece } from './metrics/reliability';
import { brier } from './metrics/scoring';

/** Forecasts of games by FiveThirtyEight (CC BY 4.0); where they are kept is told by AURORA_RECORDINGS. */
const recordings = process.env['AURORA_RECORDINGS'] ?? join(__dirname, '../../../../../shared/data');
const folder = join(recordings, 'calibration-538');

type Sport = 'nba' | 'nfl';
type Kind = 'platt' | 'isotonic' | 'temperature';
/** Last season fitted on, such that enough seasons come before and at least 500 games after. */
const CUTS: Readonly<Record<Sport, readonly number[]>> = {
  nba: [2017, 2018, 2019, 2020, 2021],
  nfl: [2016, 2017, 2018, 2019],
};

interface Game {
  readonly season: number;
  readonly score: number;
  readonly p: number;
  readonly won: number;
}

function gamesOf(sport: Sport): Game[] {
  const [, ...lines] = gunzipSync(readFileSync(join(folder, `${sport}_games.csv.gz`)))
    .toString()
    .trim()
    .split('\n');
  return lines
    .map((line) => line.split(','))
    .map(([season, , , , p, won]) => ({
      season: Number(season),
      score: 2 * Number(p) - 1,
      p: Number(p),
      won: Number(won),
    }))
    .filter(({ p, won }) => p > 0 && p < 1 && (won === 0 || won === 1));
}

interface Judged {
  readonly ece: number;
  readonly brier: number;
}

/** Judges on the seasons after `cut` what was fitted on those up to it; and the forecasts as they were published. */
function judge(games: readonly Game[], cut: number): Readonly<Record<Kind | 'published', Judged>> {
  const early = games.filter(({ season }) => season <= cut);
  const late = games.filter(({ season }) => season > cut);
  const won = late.map((game) => game.won);
  const judged = (p: number[]): Judged => ({ ece: ece(p, won), brier: brier(p, won) });
  const calibrated = (kind: Kind): Judged => {
    const columns = { scores: early.map(({ score }) => score), labels: early.map((game) => game.won) };
    const calibrator = loadCalibrator(fitCalibrator({ kind, name: 'games', version: String(cut), ...columns }));
    return judged(late.map(({ score }) => calibrator.predict(score)));
  };
  return {
    published: judged(late.map(({ p }) => p)),
    platt: calibrated('platt'),
    isotonic: calibrated('isotonic'),
    temperature: calibrated('temperature'),
  };
}

const memory = new Map<string, ReturnType<typeof judge>>();

/** Judged once for all tests. */
function judgedOn(sport: Sport, cut: number): ReturnType<typeof judge> {
  const key = `${sport} ${cut}`;
  const judged = memory.get(key) ?? judge(gamesOf(sport), cut);
  memory.set(key, judged);
  return judged;
}

const round = ({ ece, brier }: Judged) => [Number(ece.toFixed(4)), Number(brier.toFixed(4))];

if (existsSync(folder)) {
  describe('calibrators fitted on early seasons and judged on later ones', () => {
    it.each<[Sport, Record<string, [ece: number, brier: number]>]>([
      [
        'nba',
        {
          published: [0.0572, 0.218],
          platt: [0.0235, 0.2152],
          isotonic: [0.0281, 0.2154],
          temperature: [0.0426, 0.2166],
        },
      ],
      [
        'nfl',
        {
          published: [0.06, 0.2207],
          platt: [0.0562, 0.2201],
          isotonic: [0.0584, 0.2244],
          temperature: [0.056, 0.2203],
        },
      ],
    ])('%s, fitted up to 2018: calibration error and Brier score', (sport, expected) => {
      const judged = judgedOn(sport, 2018);
      expect(Object.fromEntries(Object.entries(judged).map(([name, one]) => [name, round(one)]))).toEqual(expected);
    });

    it.each<[Kind, Sport]>([
      ['platt', 'nba'],
      ['isotonic', 'nba'],
      ['temperature', 'nba'],
      ['platt', 'nfl'],
    ])('%s is better by both on %s, wherever the seasons are cut', (kind, sport) => {
      for (const cut of CUTS[sport]) {
        const judged = judgedOn(sport, cut);
        expect(judged[kind].ece).toBeLessThan(judged.published.ece);
        expect(judged[kind].brier).toBeLessThan(judged.published.brier);
      }
    });

    it('temperature is better on nfl by its Brier score, wherever the seasons are cut, and by its error on average', () => {
      const judged = CUTS.nfl.map((cut) => judgedOn('nfl', cut));
      for (const { temperature, published } of judged) expect(temperature.brier).toBeLessThan(published.brier);
      const gain = judged.reduce((sum, { temperature, published }) => sum + published.ece - temperature.ece, 0);
      expect(gain / judged.length).toBeGreaterThan(0.002);
    });

    it('isotonic wants more games than nfl has: its Brier score is worse than that of the forecasts', () => {
      for (const cut of CUTS.nfl) {
        const { isotonic, published } = judgedOn('nfl', cut);
        expect(isotonic.brier).toBeGreaterThan(published.brier);
      }
    });
  });
} else {
  it(`the forecasts are not here (${folder}): nothing was judged`, () => expect(existsSync(folder)).toBe(false));
}
