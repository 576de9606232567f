export {
  CALIBRATOR_ARTIFACT_SCHEMA,
  type CalibratorArtifact,
  type FittedNotes,
  type HeldOutNotes,
} from './lib/artifact/calibrator-artifact';
export { fitCalibrator, type CalibratorFit } from './lib/artifact/fit-calibrator';
export {
  CalibratorArtifactError,
  calibratorOf,
  loadCalibrator,
  parseCalibratorArtifact,
  type ArtifactProblem,
} from './lib/artifact/load-calibrator';
export { statedScores, type StatedScores } from './lib/artifact/stated-scores';
export {
  isotonicCalibrator,
  plattCalibrator,
  preferredCalibrator,
  SIGMOID_CALIBRATOR,
  temperatureCalibrator,
  type Calibrator,
  type CalibratorIdentity,
  type CalibratorKind,
} from './lib/calibrator/calibrator';
export { AdaptiveAlpha, type AdaptiveAlphaState } from './lib/conformal/adaptive-alpha';
export { conformalPValue, smoothedConformalPValue } from './lib/conformal/conformal-p-value';
export {
  conformalQuantile,
  GAUSSIAN_BELOW,
  gaussianQuantile,
  splitConformalQuantile,
} from './lib/conformal/conformal-quantile';
export { MondrianConformal } from './lib/conformal/mondrian-conformal';
export { DynamicIcp, type DynamicIcpState, type IcpInput, type IcpReading } from './lib/icp/dynamic-icp';
export { icpConfig } from './lib/icp/icp-config';
export {
  TRANSITION_Z,
  TransitionDetector,
  type Transition,
  type TransitionDetectorState,
} from './lib/icp/transition-detector';
export { fitIsotonic, predictIsotonic, type IsotonicModel } from './lib/isotonic/isotonic';
export { ece, reliabilityCurve, wilsonInterval, type ReliabilityBin } from './lib/metrics/reliability';
export { BarrierWatch } from './lib/learning/barrier-watch';
export { calibrationScores, type CalibrationScores } from './lib/learning/calibration-scores';
export { learningConfig, type LearningConfig } from './lib/learning/learning-config';
export { nextModelVersion } from './lib/learning/model-version';
export { PrequentialScores } from './lib/learning/prequential-scores';
export { refit, type RefitInput } from './lib/learning/refit';
export { refitDetails } from './lib/learning/refit-details';
export { type RefitReason, type RefitVerdict } from './lib/learning/refit-verdict';
export {
  OUTCOME_EVENT,
  outcomeDetails,
  sampleOf,
  samplesFromEvents,
  type OutcomeEvent,
} from './lib/learning/samples-from-events';
export { splitByTime, type TimeSplit } from './lib/learning/time-split';
export {
  type BarrierOutcome,
  type OutcomeSample,
  type TradeOutcome,
  type WatchedTrade,
} from './lib/learning/trade-outcome';
export { brier, logLoss } from './lib/metrics/scoring';
export { fitPlatt, predictPlatt, type PlattModel } from './lib/platt/platt';
export { CalibrationFitError } from './lib/samples';
export { AlphaLedger, type AlphaLedgerState, type AlphaSpend } from './lib/sprt/alpha-ledger';
export { alphaSpent, type AlphaSpending } from './lib/sprt/alpha-spending';
export {
  groupSequentialBoundaries,
  type GroupSequentialBoundaries,
  type GroupSequentialDesign,
} from './lib/sprt/group-sequential-boundaries';
export {
  GroupSequentialTest,
  type GroupSequentialParams,
  type GroupSequentialResult,
} from './lib/sprt/group-sequential-test';
export { resolveSprtBoundaries, waldBoundaries, type SprtBoundaries } from './lib/sprt/sprt-boundaries';
export { sprtConfig } from './lib/sprt/sprt-config';
export {
  sprtGaussian,
  sprtGaussianInto,
  type SprtDecision,
  type SprtParams,
  type SprtResult,
} from './lib/sprt/sprt-gaussian';
export { fitTemperature, predictTemperature, type TemperatureModel } from './lib/temperature/temperature';
