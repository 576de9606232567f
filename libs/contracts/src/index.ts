export {
  PretradeAccount,
  PretradeCheckRequest,
  PretradeDataQuality,
  PretradeMarket,
  PretradeOrder,
} from './lib/pretrade/pretrade-request.dto';
export {
  GuardReport,
  IcpReport,
  PretradeCheckAnswer,
  PretradeObservability,
  PretradeQuotas,
  RiskReport,
  SprtReport,
  TrapReport,
} from './lib/pretrade/pretrade-answer.dto';
export { parsePretradeRequest, type ParsedPretradeRequest } from './lib/pretrade/parse-pretrade-request';
export { toGateRequest } from './lib/pretrade/to-gate-request';

export { OverlayApplyRequest, RiskSetRequest, RotateTokenRequest } from './lib/ops/ops-request.dto';
export {
  DecisionSample,
  GateCountersAnswer,
  GateSampleAnswer,
  GuardStateAnswer,
  HealthAnswer,
  ModelStatus,
  ModelStatusAnswer,
  OrchestratorEventsAnswer,
  OrchestratorStatusAnswer,
  OverlayAnswer,
  ReadinessAnswer,
  RiskSnapshotAnswer,
  StatusAnswer,
  VersionAnswer,
} from './lib/ops/ops-answer.dto';
export { COOLOFF_SEC, COUNTER_MINUTES, LIST_LENGTH, parseCount, type CountParameter } from './lib/ops/parameters';
export { parseOverlayApply, parseRiskSet, parseRotateToken, type OverlayToApply } from './lib/ops/parse-ops';

export { ErrorAnswer, FieldFault } from './lib/shape/error-answer.dto';
export { type FieldError } from './lib/shape/field-error';
export { Shape, schemaOf, schemasOf, type JsonSchema, type Parsed, type ShapeClass } from './lib/shape/shape';
