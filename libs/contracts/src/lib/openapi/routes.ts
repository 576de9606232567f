import {
  GuardStateAnswer,
  HealthAnswer,
  OpsStateAnswer,
  ReadinessAnswer,
  RiskSnapshotAnswer,
  StatusAnswer,
  VersionAnswer,
} from '../ops/control-answer.dto';
import { OrchestratorEventsAnswer, OrchestratorStatusAnswer } from '../ops/orchestrator-answer.dto';
import { GateCountersAnswer, GateSampleAnswer, ModelStatusAnswer, OverlayAnswer } from '../ops/report-answer.dto';
import {
  OverlayApplyRequest,
  OverlayRollbackRequest,
  RiskSetRequest,
  RotateTokenRequest,
} from '../ops/ops-request.dto';
import { COOLOFF_SEC, COUNTER_MINUTES, LIST_LENGTH, TRADING_STATES, type CountParameter } from '../ops/parameters';
import { PosttradeRequest } from '../posttrade/posttrade-request.dto';
import { PretradeCheckAnswer } from '../pretrade/pretrade-answer.dto';
import { PretradeCheckRequest } from '../pretrade/pretrade-request.dto';
import type { ShapeClass } from '../shape/shape';

/**
 * Who may call a route: `none` anyone, `ops` with the ops token in X-OPS-TOKEN, `api` with the api token in
 * X-Auth-Token, `trading` like `api` where the service asks trading routes for it.
 */
export type RouteAuth = 'none' | 'ops' | 'api' | 'trading';

/** One of a closed list of words in a path. */
export interface WordParameter {
  readonly name: string;
  readonly in: 'path';
  readonly description: string;
  readonly words: readonly string[];
}

/** One route of aurora-api. */
export interface Route {
  readonly method: 'get' | 'post';
  /** Parameters in braces. */
  readonly path: string;
  readonly auth: RouteAuth;
  readonly summary: string;
  readonly parameters?: readonly (CountParameter | WordParameter)[];
  readonly body?: ShapeClass;
  /** Shape of a success, or the media type of one that is no JSON shape. */
  readonly answer: ShapeClass | 'text/plain' | 'text/html' | 'text/event-stream' | 'application/json' | 'redirect';
  /** Errors besides those of authentication, body, parameters, rate and faults, and what they mean. */
  readonly errors?: Readonly<Record<number, string>>;
  /** Status with which the success shape is answered as well. */
  readonly alsoAnswers?: Readonly<Record<number, string>>;
}

const STATE: WordParameter = {
  name: 'state',
  in: 'path',
  description: 'Trading state that is in force from now on.',
  words: Object.keys(TRADING_STATES),
};

/** Every route of aurora-api, once. The OpenAPI document, the authentication tests and the clients read it. */
export const ROUTES: readonly Route[] = [
  { method: 'get', path: '/', auth: 'none', summary: 'To the documentation.', answer: 'redirect' },
  { method: 'get', path: '/docs', auth: 'none', summary: 'Documentation for people.', answer: 'text/html' },
  { method: 'get', path: '/docs-json', auth: 'none', summary: 'This document.', answer: 'application/json' },
  { method: 'get', path: '/version', auth: 'none', summary: 'Version and guard order.', answer: VersionAnswer },
  { method: 'get', path: '/health', auth: 'none', summary: 'The service listens.', answer: HealthAnswer },
  { method: 'get', path: '/liveness', auth: 'ops', summary: 'The process is alive.', answer: HealthAnswer },
  {
    method: 'get',
    path: '/readiness',
    auth: 'ops',
    summary: 'The gate can judge and record.',
    answer: ReadinessAnswer,
    alsoAnswers: { 401: 'Token missing.', 403: 'Token wrong.', 503: 'Not ready.' },
  },
  { method: 'get', path: '/metrics', auth: 'none', summary: 'Metrics for Prometheus.', answer: 'text/plain' },
  {
    method: 'post',
    path: '/pretrade/check',
    auth: 'trading',
    summary: 'May this order be sent, how large, and why.',
    body: PretradeCheckRequest,
    answer: PretradeCheckAnswer,
    errors: { 409: 'The idempotency key was used with another body.' },
  },
  {
    method: 'post',
    path: '/posttrade/log',
    auth: 'trading',
    summary: 'What became of an order.',
    body: PosttradeRequest,
    answer: StatusAnswer,
  },
  {
    method: 'get',
    path: '/ops/state',
    auth: 'ops',
    summary: "The guard's state, mode and time of the service.",
    answer: OpsStateAnswer,
  },
  {
    method: 'post',
    path: '/ops/cooloff/{sec}',
    auth: 'ops',
    summary: 'Starts a cool-off; a longer one that runs is kept.',
    parameters: [COOLOFF_SEC],
    answer: GuardStateAnswer,
  },
  {
    method: 'post',
    path: '/ops/reset',
    auth: 'ops',
    summary: 'Clears warnings, cool-off and halt.',
    answer: GuardStateAnswer,
  },
  { method: 'post', path: '/aurora/arm', auth: 'ops', summary: 'Arms the gate.', answer: GuardStateAnswer },
  { method: 'post', path: '/aurora/disarm', auth: 'ops', summary: 'Disarms the gate.', answer: GuardStateAnswer },
  {
    method: 'post',
    path: '/ops/trading_state/{state}',
    auth: 'ops',
    summary: 'Sets the trading state.',
    parameters: [STATE],
    answer: GuardStateAnswer,
  },
  {
    method: 'post',
    path: '/ops/rotate_token',
    auth: 'ops',
    summary: 'Replaces the ops token; at most once in 30 s.',
    body: RotateTokenRequest,
    answer: StatusAnswer,
  },
  { method: 'get', path: '/risk/snapshot', auth: 'ops', summary: 'Risk limits in force.', answer: RiskSnapshotAnswer },
  {
    method: 'post',
    path: '/risk/set',
    auth: 'ops',
    summary: 'Changes risk limits.',
    body: RiskSetRequest,
    answer: RiskSnapshotAnswer,
  },
  { method: 'get', path: '/ops/model_status', auth: 'ops', summary: 'Models in use.', answer: ModelStatusAnswer },
  { method: 'get', path: '/overlay/active', auth: 'api', summary: 'The overlay in force.', answer: OverlayAnswer },
  {
    method: 'post',
    path: '/overlay/apply',
    auth: 'api',
    summary: 'Applies an overlay.',
    body: OverlayApplyRequest,
    answer: OverlayAnswer,
    errors: { 409: 'Another configuration is in force than the expected one.' },
  },
  {
    method: 'post',
    path: '/overlay/rollback',
    auth: 'api',
    summary: 'Back to the overlay before.',
    body: OverlayRollbackRequest,
    answer: OverlayAnswer,
    errors: { 409: 'There is nothing to roll back to, or another configuration is in force than the expected one.' },
  },
  {
    method: 'get',
    path: '/gates/counters',
    auth: 'api',
    summary: 'Decisions of the last minutes, counted.',
    parameters: [COUNTER_MINUTES],
    answer: GateCountersAnswer,
  },
  {
    method: 'get',
    path: '/gates/sample',
    auth: 'api',
    summary: 'The last decisions.',
    parameters: [LIST_LENGTH],
    answer: GateSampleAnswer,
  },
  {
    method: 'get',
    path: '/orchestrator/status',
    auth: 'api',
    summary: 'What the tuner does.',
    answer: OrchestratorStatusAnswer,
  },
  {
    method: 'get',
    path: '/orchestrator/events/tail',
    auth: 'api',
    summary: 'Last events of the tuner.',
    parameters: [LIST_LENGTH],
    answer: OrchestratorEventsAnswer,
  },
  {
    method: 'get',
    path: '/events/stream',
    auth: 'api',
    summary: 'Live events.',
    answer: 'text/event-stream',
    errors: { 503: 'As many clients listen as may.' },
  },
];
