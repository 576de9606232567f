import { refuseToKeep } from '../shape/depth';
import { MAX_REPORTED, printable } from '../shape/field-error';
import { Shape, type Parsed } from '../shape/shape';
import { OrchestratorStatusAnswer, TunerBest, TunerCurrent, TunerGate, TunerStudy } from './orchestrator-answer.dto';
import { OverlayApplyRequest, OverlayRollbackRequest, RiskSetRequest, RotateTokenRequest } from './ops-request.dto';

const rotateToken = new Shape(RotateTokenRequest);
const riskSet = new Shape(RiskSetRequest);
const overlayApply = new Shape(OverlayApplyRequest);
const overlayRollback = new Shape(OverlayRollbackRequest);
const orchestratorStatus = new Shape(OrchestratorStatusAnswer, [TunerBest, TunerCurrent, TunerGate, TunerStudy]);

/** Body of `POST /ops/rotate_token`. A field it does not know is a fault. */
export const parseRotateToken = (body: unknown): Parsed<RotateTokenRequest> => rotateToken.parse(body);

/** Body of `POST /risk/set`. A field it does not know is a fault: a typing slip would change nothing in silence. */
export const parseRiskSet = (body: unknown): Parsed<RiskSetRequest> => riskSet.parse(body);

/** An overlay to apply, with who and why. */
export interface OverlayToApply {
  readonly overlay: Readonly<Record<string, unknown>>;
  readonly author: string | undefined;
  readonly reason: string | undefined;
  readonly expectedConfigHash: string | undefined;
}

/** Body of `POST /overlay/rollback`; none is the same as an empty one. */
export const parseOverlayRollback = (body: unknown): Parsed<OverlayRollbackRequest> =>
  overlayRollback.parse(body === undefined ? {} : body);

/**
 * Body of `POST /overlay/apply`: the partial configuration under `overlay`, or as the body itself beside `author`,
 * `reason` and `expected_config_hash`. Whether its keys exist and fit is for the configuration schema to say.
 */
export function parseOverlayApply(body: unknown): Parsed<OverlayToApply> {
  const parsed = overlayApply.parse(body);
  if (!parsed.ok) return parsed;
  const refused = refuseToKeep(body);
  if (refused !== null) return refused;
  const { overlay, author, reason, expected_config_hash: expected, ...bare } = parsed.value;
  if (overlay != null && Object.keys(bare).length > 0) return { ok: false, errors: besideOverlay(bare) };
  return {
    ok: true,
    value: {
      overlay: overlay ?? bare,
      author: author ?? undefined,
      reason: reason ?? undefined,
      expectedConfigHash: expected ?? undefined,
    },
  };
}

const besideOverlay = (bare: object) =>
  Object.keys(bare)
    .slice(0, MAX_REPORTED)
    .map((name) => ({ field: printable(name), message: 'must stand inside overlay' }));

/** What a tuner says of itself, as `GET /orchestrator/status` answers it; whoever reads it need not trust who wrote it. */
export const parseOrchestratorStatus = (value: unknown): Parsed<OrchestratorStatusAnswer> =>
  orchestratorStatus.parse(value);
