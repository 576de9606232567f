import {
  GuardStateAnswer,
  HealthAnswer,
  OpsStateAnswer,
  ReadinessAnswer,
  RiskSnapshotAnswer,
  StatusAnswer,
  VersionAnswer,
} from '../ops/control-answer.dto';
import {
  OrchestratorEvent,
  OrchestratorEventsAnswer,
  OrchestratorStatusAnswer,
  TunerBest,
  TunerCurrent,
  TunerGate,
  TunerStudy,
} from '../ops/orchestrator-answer.dto';
import {
  DecisionSample,
  GateCountersAnswer,
  GateSampleAnswer,
  ModelStatus,
  ModelStatusAnswer,
  OverlayAnswer,
} from '../ops/report-answer.dto';
import {
  OverlayApplyRequest,
  OverlayRollbackRequest,
  RiskSetRequest,
  RotateTokenRequest,
} from '../ops/ops-request.dto';
import { POSTTRADE_PARTS, PosttradeRequest } from '../posttrade/posttrade-request.dto';
import { PRETRADE_ANSWER_PARTS, PretradeCheckAnswer } from '../pretrade/pretrade-answer.dto';
import { PRETRADE_REQUEST_PARTS, PretradeCheckRequest } from '../pretrade/pretrade-request.dto';
import { ErrorAnswer, FieldFault } from '../shape/error-answer.dto';
import type { ShapeClass } from '../shape/shape';

/** Every class that declares a REST shape. */
export const ALL_SHAPES: readonly ShapeClass[] = [
  PretradeCheckRequest,
  ...PRETRADE_REQUEST_PARTS,
  PretradeCheckAnswer,
  ...PRETRADE_ANSWER_PARTS,
  PosttradeRequest,
  ...POSTTRADE_PARTS,
  RotateTokenRequest,
  RiskSetRequest,
  OverlayApplyRequest,
  OverlayRollbackRequest,
  StatusAnswer,
  VersionAnswer,
  HealthAnswer,
  ReadinessAnswer,
  GuardStateAnswer,
  OpsStateAnswer,
  RiskSnapshotAnswer,
  ModelStatusAnswer,
  ModelStatus,
  OverlayAnswer,
  GateCountersAnswer,
  GateSampleAnswer,
  DecisionSample,
  OrchestratorStatusAnswer,
  TunerStudy,
  TunerCurrent,
  TunerBest,
  TunerGate,
  OrchestratorEventsAnswer,
  OrchestratorEvent,
  ErrorAnswer,
  FieldFault,
];
