import { JSONSchema } from 'class-validator-jsonschema';
import { Free, Int, Num, Text } from '../shape/fields';

/** Body of `POST /ops/rotate_token`. */
@JSONSchema({ additionalProperties: false })
export class RotateTokenRequest {
  @Text('The token that is good from now on; the old one dies at once.', {
    required: true,
    minLength: 24,
    maxLength: 512,
    pattern: /^[\x21-\x7e]+$/,
    allowed: 'printable ASCII without blanks',
    example: 'k3Yw8Qm2Zt6Rb1Nc5Vx9Lp4Hd7',
  })
  new_token!: string;
}

/** Body of `POST /risk/set`; at least one field. What is not given stays as it is. */
@JSONSchema({ additionalProperties: false, minProperties: 1 })
export class RiskSetRequest {
  @Num('Daily loss that stops openings, percent of equity; exactly at it stops.', { min: 0, max: 100, example: 5 })
  dd_day_pct?: number | null;

  @Int('Open positions that stop openings; exactly at it stops.', { min: 0, max: 1e6, example: 10 })
  max_concurrent?: number | null;

  @Num('Share of the asked size that is allowed; clipped to 0..1.', { min: -1e6, max: 1e6, example: 0.5 })
  size_scale?: number | null;
}

const EXPECTED_HASH =
  'Digest of the configuration that must still be in force, as /overlay/active says it; otherwise nothing changes and the answer is 409. Not given: whatever is in force.';
const HASH = { maxLength: 128, example: '5f2a90c1' };

/**
 * Body of `POST /overlay/apply`: the partial configuration, either under `overlay` or as the body itself beside
 * `author`, `reason` and `expected_config_hash`.
 */
export class OverlayApplyRequest {
  @Free('Partial configuration; checked against the schema of the configuration before it is applied.', {
    example: { guards: { spread_bps_limit: 60 } },
  })
  overlay?: Record<string, unknown> | null;

  @Text('Who applies it.', { maxLength: 128, example: 'ops' })
  author?: string | null;

  @Text('Why.', { maxLength: 512, example: 'thin books after the listing' })
  reason?: string | null;
  @Text(EXPECTED_HASH, HASH)
  expected_config_hash?: string | null;
}

/** Body of `POST /overlay/rollback`; it may be left out. */
@JSONSchema({ additionalProperties: false })
export class OverlayRollbackRequest {
  @Text(EXPECTED_HASH, HASH)
  expected_config_hash?: string | null;
}
