// Searches every objective with every sampler and each seed.
import { RandomSampler, TpeSampler } from '@aurora/tuning';
import { percentileOfSorted } from '../harness/statistics.mjs';
import * as measured from '../../libs/tuning/dist/lib/objectives/index.js';
import { startOptuna } from './optuna.mjs';

const { chosen, mannWhitneyP, observe, search } = measured;

const OURS = {
  random: (space, seed) => new RandomSampler(space, { seed }),
  'TPE, each parameter alone': (space, seed) => new TpeSampler(space, { seed, multivariate: false }),
  'TPE, all together': (space, seed) => new TpeSampler(space, { seed }),
};

/** The values found, by objective and sampler: without noise, of the parameters that looked best in each search. */
export async function compare({ seeds, only, python }) {
  const optuna = python === null ? null : await startOptuna(python);
  const results = [];
  try {
    for (const objective of only.map((name) => measured[name])) {
      const found = {};
      for (const [name, sampler] of Object.entries({ ...OURS, ...theirs(optuna) })) {
        process.stderr.write(`${objective.name}: ${name} …\n`);
        found[name] = [];
        for (let seed = 0; seed < seeds; seed++) found[name].push(await bestOf(objective, sampler, seed));
      }
      results.push({
        objective: objective.name,
        trials: objective.trials,
        noise: objective.noise,
        rows: rowsOf(found),
      });
    }
  } finally {
    await optuna?.end();
  }
  return { seeds, optuna: optuna?.version ?? null, results };
}

async function bestOf(objective, sampler, seed) {
  if (typeof sampler === 'function') return search(objective, sampler(objective.space, seed), seed).best;
  const { optuna, ...task } = sampler;
  const { space, trials } = objective;
  const made = await optuna.search({ ...task, space, trials, seed }, (params, i) =>
    observe(objective, params, seed, i),
  );
  return objective.value(chosen(made));
}

function theirs(optuna) {
  if (optuna === null) return {};
  const released = { multivariate: false, mended: false, optuna };
  const name = `Optuna ${optuna.version}`;
  return {
    [`${name}, each alone`]: released,
    [`${name}, all together`]: { ...released, multivariate: true },
    ...(optuna.isFaulty && {
      [`${name} mended, each alone`]: { ...released, mended: true },
      [`${name} mended, all together`]: { ...released, multivariate: true, mended: true },
    }),
  };
}

function rowsOf(found) {
  return Object.entries(found).map(([sampler, values]) => {
    const sorted = [...values].sort((a, b) => a - b);
    return {
      sampler,
      quarter: percentileOfSorted(sorted, 0.25),
      median: percentileOfSorted(sorted, 0.5),
      three_quarters: percentileOfSorted(sorted, 0.75),
      mean: values.reduce((sum, value) => sum + value, 0) / values.length,
      p_no_better_than_random: sampler === 'random' ? null : mannWhitneyP(values, found.random),
    };
  });
}
