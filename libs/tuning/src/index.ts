export { defaultSearchSpace } from './lib/config/default-search-space';
export { searchSpaceOf, type SearchEntry } from './lib/config/search-entry';
export { tunerConfig } from './lib/config/tuner-config';
export { type ObservedTrial, type Sampler } from './lib/sampler/sampler';
export { importance } from './lib/importance/importance';
export { RandomSampler } from './lib/sampler/random-sampler';
export { type TpeOptions } from './lib/sampler/tpe-options';
export { TpeSampler } from './lib/sampler/tpe-sampler';
export { parseSpace, SpaceError } from './lib/space/parse-space';
export {
  type CategoricalDimension,
  type Dimension,
  type FloatDimension,
  type IntDimension,
  type Params,
  type ParamValue,
  type Space,
} from './lib/space/space';
export { BadRecord, type JournalRecord, type Json } from './lib/journal/journal-record';
export { checkHardGates, type BrokenGate, type HardGate, type HardLimits } from './lib/score/hard-gates';
export { tradeFigures, tradeReturns, type ClosedTrade, type Harvest, type TradeFigures } from './lib/score/harvest';
export { scoreOf } from './lib/score/score';
export { ExploreExploit, type Cycle, type CycleMode, type CycleOptions } from './lib/study/explore-exploit';
export { harvestDetails, judge } from './lib/study/judge';
export { Study, type Append, type StudySettings } from './lib/study/study';
export { StudyConflict, StudyError } from './lib/study/study-error';
export { type Trial, type TrialOutcome, type TrialStatus } from './lib/study/trial';
