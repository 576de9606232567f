export { type ObservedTrial, type Sampler } from './lib/sampler/sampler';
export { type TpeOptions } from './lib/sampler/tpe-options';
export {
  type CategoricalDimension,
  type Dimension,
  type FloatDimension,
  type IntDimension,
  type Params,
  type ParamValue,
  type Space,
} from './lib/space/space';
