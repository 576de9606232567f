export { type ObservedTrial, type Sampler } from './lib/sampler/sampler';
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
