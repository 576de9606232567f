// Child: fits an isotonic calibrator to a million points with many ties and violations.
import { performance } from 'node:perf_hooks';
import { fitIsotonic } from '@aurora/calibration';
import { overRounds } from '../../harness/statistics.mjs';

const POINTS = 1_000_000;
const rounds = Number(process.argv[2]);

let seed = 7;
const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
const scores = Float64Array.from({ length: POINTS }, () => random() * 2 - 1);
const labels = Float64Array.from(scores, (score) => (random() < 1 / (1 + Math.exp(-2 * score)) ? 1 : 0));

const seconds = Array.from({ length: rounds }, () => {
  const startedMs = performance.now();
  fitIsotonic(scores, labels);
  return (performance.now() - startedMs) / 1000;
});
process.stdout.write(JSON.stringify({ points: POINTS, seconds: overRounds(seconds) }));
