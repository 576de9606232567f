import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { fitCalibrator } from './artifact/fit-calibrator';
import { loadCalibrator } from './artifact/load-calibrator';
import { ece } from './metrics/reliability';
import { brier, logLoss } from './metrics/scoring';

const recordings = process.env['AURORA_RECORDINGS'] ?? join(__dirname, '../../../../../shared/data');
const folder = join(recordings, 'calibration-538');

interface Forecast {
  readonly season: number;
  readonly p: number;
  readonly won: number;
}

/** Forecasts of decided games for the first-named team. */
function forecastsOf(file: string): Forecast[] {
  const [, ...lines] = gunzipSync(readFileSync(join(folder, file)))
    .toString()
    .trim()
    .split('\n');
  return lines
    .map((line) => line.split(','))
    .map(([season, , , , p, won]) => ({ season: Number(season), p: Number(p), won: Number(won) }))
    .filter(({ p, won }) => p > 0 && p < 1 && (won === 0 || won === 1));
}

if (existsSync(folder)) {
  describe('published forecasts of games', () => {
    it.each([
      ['nba_games.csv.gz', 8_886, 0.21465, 0.61909, 0.04835],
      ['nfl_games.csv.gz', 1_882, 0.22083, 0.63152, 0.0323],
    ])('%s: count, Brier score, log loss and calibration error are the published ones', (file, n, ...published) => {
      const forecasts = forecastsOf(file);
      const p = forecasts.map((forecast) => forecast.p);
      const won = forecasts.map((forecast) => forecast.won);
      expect(forecasts).toHaveLength(n);
      expect([brier(p, won), logLoss(p, won), ece(p, won)].map((value) => Number(value.toFixed(5)))).toEqual(published);
    });

    it.each(['isotonic', 'platt'] as const)('a %s fit on early seasons cuts the error on later ones', (kind) => {
      const forecasts = forecastsOf('nba_games.csv.gz');
      const early = forecasts.filter(({ season }) => season <= 2018);
      const late = forecasts.filter(({ season }) => season > 2018);
      const scoreOf = ({ p }: Forecast) => 2 * p - 1;
      const calibrator = loadCalibrator(
        fitCalibrator({
          kind,
          name: 'nba',
          version: '2018',
          scores: early.map(scoreOf),
          labels: early.map(({ won }) => won),
        }),
      );
      const raw = late.map(({ p }) => p);
      const calibrated = late.map((forecast) => calibrator.predict(scoreOf(forecast)));
      const won = late.map((forecast) => forecast.won);
      expect(ece(calibrated, won)).toBeLessThan(0.6 * ece(raw, won));
      expect(brier(calibrated, won)).toBeLessThan(brier(raw, won));
    });
  });
} else {
  it(`published forecasts of games (skipped: recordings folder ${folder} is missing)`, () => {
    expect(existsSync(folder)).toBe(false);
  });
}
