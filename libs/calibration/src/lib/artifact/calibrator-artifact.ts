/** What an artifact says of the data it was fitted on. */
export interface FittedNotes {
  /** Samples. */
  readonly n: number;
  /** First and last moment of the samples, ms since the epoch. */
  readonly from_ms?: number;
  readonly to_ms?: number;
  /** Scores on the fitted samples themselves. */
  readonly brier?: number;
  readonly ece?: number;
}

/** How it did on later outcomes that it was not fitted on. */
export interface HeldOutNotes {
  /** Outcomes. */
  readonly n: number;
  /** First and last moment of the outcomes, ms since the epoch. */
  readonly from_ms: number;
  readonly to_ms: number;
  readonly brier: number;
  readonly ece: number;
  /** Nats. */
  readonly log_loss: number;
}

interface ArtifactHead {
  readonly schema: 'aurora-calibrator';
  readonly schema_version: 1;
  readonly name: string;
  readonly version: string;
  /** The symbol it was fitted for; absent: for any. */
  readonly symbol?: string;
  readonly fitted: FittedNotes;
  /** Absent when nothing was held out. */
  readonly held_out?: HeldOutNotes;
}

/** A fitted calibrator as it stands in a file. */
export type CalibratorArtifact =
  | (ArtifactHead & { readonly kind: 'isotonic'; readonly x: readonly number[]; readonly y: readonly number[] })
  | (ArtifactHead & { readonly kind: 'platt'; readonly a: number; readonly b: number })
  | (ArtifactHead & { readonly kind: 'temperature'; readonly temperature: number });

const text = (description: string) => ({ type: 'string', minLength: 1, maxLength: 128, description }) as const;

const timeMs = (description: string) => ({ type: 'number', minimum: 0, description }) as const;
const share = (description: string) => ({ type: 'number', minimum: 0, maximum: 1, description }) as const;

const HELD_OUT = {
  type: 'object',
  description: 'Scores on later outcomes that it was not fitted on; absent when nothing was held out.',
  additionalProperties: false,
  required: ['n', 'from_ms', 'to_ms', 'brier', 'ece', 'log_loss'],
  properties: {
    n: { type: 'integer', minimum: 1, description: 'Outcomes.' },
    from_ms: timeMs('First opening, ms since the epoch.'),
    to_ms: timeMs('Last outcome, ms since the epoch.'),
    brier: share('Brier score.'),
    ece: share('Expected calibration error, 10 bins.'),
    log_loss: { type: 'number', minimum: 0, description: 'Mean negative log likelihood, nats.' },
  },
} as const;

const HEAD = {
  schema: { const: 'aurora-calibrator' },
  schema_version: { const: 1 },
  name: text('Name of the model.'),
  version: text('Version of the model; name@version identifies it in every decision.'),
  symbol: text('Symbol it was fitted for; absent: any.'),
  fitted: {
    type: 'object',
    additionalProperties: false,
    required: ['n'],
    properties: {
      n: { type: 'integer', minimum: 1, description: 'Samples.' },
      from_ms: timeMs('First sample, ms since the epoch.'),
      to_ms: timeMs('Last sample, ms since the epoch.'),
      brier: share('Brier score on the fitted samples.'),
      ece: share('Expected calibration error, 10 bins, same samples.'),
    },
  },
  held_out: HELD_OUT,
} as const;

const knots = (minimum: number, maximum: number, description: string) =>
  ({
    type: 'array',
    minItems: 1,
    maxItems: 1_000_000,
    items: { type: 'number', minimum, maximum },
    description,
  }) as const;

function branch<P extends object>(kind: string, params: P) {
  return {
    type: 'object',
    additionalProperties: false,
    required: ['schema', 'schema_version', 'name', 'version', 'kind', 'fitted', ...Object.keys(params)],
    properties: { ...HEAD, kind: { const: kind }, ...params },
  } as const;
}

/** JSON Schema of a calibrator artifact; `loadCalibrator` checks against it and against what a schema cannot say. */
export const CALIBRATOR_ARTIFACT_SCHEMA = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Aurora calibrator artifact, version 1',
  type: 'object',
  required: ['kind'],
  discriminator: { propertyName: 'kind' },
  oneOf: [
    branch('isotonic', {
      x: knots(-1, 1, 'Scores of the knots, strictly ascending.'),
      y: knots(0, 1, 'Probabilities at the knots, not descending, as many as x.'),
    }),
    branch('platt', {
      a: { type: 'number', minimum: 0, description: 'Slope of p = 1/(1+e^(−(a·score+b))).' },
      b: { type: 'number', description: 'Intercept.' },
    }),
    branch('temperature', {
      temperature: {
        type: 'number',
        minimum: 1e-6,
        maximum: 1e6,
        description: 'Divisor of the logit 2·score.',
      },
    }),
  ],
} as const;
