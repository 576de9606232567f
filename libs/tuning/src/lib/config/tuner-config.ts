import { configSlice, flag, int, num, optionalText, table } from '@aurora/kernel';
import { defaultSearchSpace } from './default-search-space';
import { SEARCH_ENTRY_FIELDS, type SearchEntry } from './search-entry';

/** How parameters are searched for, and what no trial may break. */
export const tunerConfig = configSlice({
  tuner: {
    dir: optionalText({
      env: ['AURORA_TUNER_DIR'],
      minLength: 1,
      maxLength: 1024,
      description: 'Folder of the study and of its log. Unset: `tuner` in the run folder.',
    }),
    explore_ratio: num({
      default: 0.05,
      minimum: 0,
      maximum: 1,
      description: 'Probability that a turn tries new parameters; else the best so far are in force.',
    }),
    ttl_sec: num({
      default: 120,
      minimum: 1,
      maximum: 86_400,
      description: 'How long the parameters of a turn stay in force before they are judged, in seconds.',
    }),
    heartbeat_sec: num({
      default: 10,
      minimum: 0.1,
      maximum: 3600,
      description:
        'Time between two heartbeats, in seconds; a trial without one for two of them is stale and asked again.',
    }),
    seed: int({
      default: 1,
      minimum: 0,
      maximum: 4_294_967_295,
      description: 'Seed of the search: the same seed and the same results give the same suggestions.',
    }),
    startup_trials: int({
      default: 10,
      minimum: 0,
      maximum: 10_000,
      description: 'Trials that must have ended before a model chooses; until then parameters are random.',
    }),
    multivariate: flag({
      default: true,
      description: 'Whether the model looks at all parameters together rather than at each alone.',
    }),
    min_decisions: int({
      default: 50,
      minimum: 1,
      maximum: 1_000_000,
      description: 'Fewest decisions of the gate a trial may be judged by.',
    }),
    max_deny_rate: num({
      default: 0.35,
      minimum: 0,
      maximum: 1,
      description: 'Highest share of denied openings a trial may have; exactly at the limit passes.',
    }),
    max_latency_p99_ms: num({
      default: 300,
      exclusiveMinimum: 0,
      maximum: 600_000,
      description: 'Highest p99 of the latency of a decision a trial may have, in ms; exactly at the limit passes.',
    }),
    max_ece: num({
      default: 0.05,
      minimum: 0,
      maximum: 1,
      description: 'Highest expected calibration error a trial may have, as a fraction; exactly at the limit passes.',
    }),
    min_cvar95: num({
      default: -0.02,
      minimum: -1,
      maximum: 0,
      description:
        'Worst mean return of the worst 5 % of trades a trial may have, as a fraction; exactly at the limit passes.',
    }),
    search_space: table<SearchEntry>(SEARCH_ENTRY_FIELDS, {
      default: defaultSearchSpace,
      required: ['key', 'type'],
      minItems: 1,
      maxItems: 100,
      description:
        'Keys that trials set through an overlay. float and int: `low` to `high`, both included, with `log` by ratio, or in steps of `step`; categorical: one of `choices`.',
    }),
  },
});
