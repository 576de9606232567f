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
export {
  parsePretradeRequest,
  preparePretrade,
  type ParsedPretradeRequest,
} from './lib/pretrade/parse-pretrade-request';
export { toGateRequest } from './lib/pretrade/to-gate-request';

export { PosttradeFee, PosttradeRequest, VenueOrder } from './lib/posttrade/posttrade-request.dto';
export { enrichPosttrade } from './lib/posttrade/enrich-posttrade';
export { classifyPosttrade, isClose, type PosttradeClass } from './lib/posttrade/classify-posttrade';
export { type OrderIdentity } from './lib/posttrade/order-identity';
export { parsePosttrade, preparePosttrade, type ParsedPosttrade } from './lib/posttrade/parse-posttrade';
export { toPosttradeFact, type PosttradeFact } from './lib/posttrade/to-posttrade-fact';

export { toDecisionFinal } from './lib/downstream/decision-final';
export { apiOrderToDenied, orderDeniedToAnswer } from './lib/downstream/order-denied';
export {
  orderFailedToPosttrade,
  orderSuccessToPosttrade,
  posttradeToFailed,
  posttradeToSuccess,
} from './lib/downstream/order-outcome';

export {
  OverlayApplyRequest,
  OverlayRollbackRequest,
  RiskSetRequest,
  RotateTokenRequest,
} from './lib/ops/ops-request.dto';
export {
  GuardStateAnswer,
  HealthAnswer,
  OpsStateAnswer,
  ReadinessAnswer,
  RiskSnapshotAnswer,
  StatusAnswer,
  VersionAnswer,
} from './lib/ops/control-answer.dto';
export {
  DecisionSample,
  GateCountersAnswer,
  GateSampleAnswer,
  ModelStatus,
  ModelStatusAnswer,
  OverlayAnswer,
} from './lib/ops/report-answer.dto';
export {
  OrchestratorEvent,
  OrchestratorEventsAnswer,
  OrchestratorStatusAnswer,
  TUNER_MODES,
  TunerBest,
  TunerCurrent,
  TunerGate,
  TunerStudy,
  type TunerMode,
} from './lib/ops/orchestrator-answer.dto';
export {
  COOLOFF_SEC,
  COUNTER_MINUTES,
  LIST_LENGTH,
  TRADING_STATES,
  parseCount,
  parseTradingState,
  type CountParameter,
  type TradingStateName,
} from './lib/ops/parameters';
export {
  parseOrchestratorStatus,
  parseOverlayApply,
  parseOverlayRollback,
  parseRiskSet,
  parseRotateToken,
  type OverlayToApply,
} from './lib/ops/parse-ops';

export {
  openApiDocument,
  type OpenApiDocument,
  type Operation,
  type OperationResponse,
} from './lib/openapi/openapi-document';
export { ROUTES, type Route, type RouteAuth, type WordParameter } from './lib/openapi/routes';

export { ErrorAnswer, FieldFault } from './lib/shape/error-answer.dto';
export { type FieldError } from './lib/shape/field-error';
export { Shape, schemaOf, schemasOf, type JsonSchema, type Parsed, type ShapeClass } from './lib/shape/shape';
