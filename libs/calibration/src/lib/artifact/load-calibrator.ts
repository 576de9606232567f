import Ajv, { type ErrorObject, type ValidateFunction } from 'ajv';
import { type Calibrator, isotonicCalibrator, plattCalibrator, temperatureCalibrator } from '../calibrator/calibrator';
import { CALIBRATOR_ARTIFACT_SCHEMA, type CalibratorArtifact } from './calibrator-artifact';

/** One thing wrong with an artifact. */
export interface ArtifactProblem {
  /** Dotted path of the field; empty for the whole. */
  readonly path: string;
  readonly message: string;
}

const SHOWN_PROBLEMS = 10;

/** An artifact that must not be used, with everything that is wrong with it. */
export class CalibratorArtifactError extends Error {
  override readonly name = 'CalibratorArtifactError';

  constructor(readonly problems: readonly ArtifactProblem[]) {
    const shown = problems.slice(0, SHOWN_PROBLEMS).map(({ path, message }) => `${path || 'artifact'} ${message}`);
    const more = problems.length > shown.length ? `; and ${problems.length - shown.length} more` : '';
    super(`calibrator artifact refused: ${shown.join('; ')}${more}`);
  }
}

/**
 * Checks an artifact: its schema, then knots strictly ascending in x and not descending in y, as many of each, and
 * from_ms not after to_ms.
 * Throws a `CalibratorArtifactError` with all problems found.
 */
export function parseCalibratorArtifact(json: unknown): CalibratorArtifact {
  const isValid = validator();
  if (!isValid(json)) throw new CalibratorArtifactError((isValid.errors ?? []).flatMap(problemOf));
  const problems = [...knotProblems(json), ...spanProblems(json)];
  if (problems.length > 0) throw new CalibratorArtifactError(problems);
  return json;
}

/** Calibrator of a parsed JSON document. Throws a `CalibratorArtifactError` with all problems; never falls back. */
export const loadCalibrator = (json: unknown): Calibrator => calibratorOf(parseCalibratorArtifact(json));

/** Calibrator of a checked artifact. */
export function calibratorOf(artifact: CalibratorArtifact): Calibrator {
  switch (artifact.kind) {
    case 'isotonic':
      return isotonicCalibrator(artifact, artifact);
    case 'platt':
      return plattCalibrator(artifact, artifact);
    case 'temperature':
      return temperatureCalibrator(artifact, artifact);
  }
}

let compiled: ValidateFunction<CalibratorArtifact> | undefined;

/** Compiled on first use: a process that loads no artifact does not pay for it. */
function validator(): ValidateFunction<CalibratorArtifact> {
  compiled ??= new Ajv({ allErrors: true, discriminator: true }).compile<CalibratorArtifact>(
    CALIBRATOR_ARTIFACT_SCHEMA,
  );
  return compiled;
}

function problemOf({ instancePath, keyword, params, message }: ErrorObject): ArtifactProblem[] {
  const path = instancePath.slice(1).replaceAll('/', '.');
  const at = (field: string): string => (path === '' ? field : `${path}.${field}`);
  switch (keyword) {
    case 'required':
      return [{ path: at(String(params['missingProperty'])), message: 'is missing' }];
    case 'additionalProperties':
      return [{ path: at(String(params['additionalProperty'])), message: 'is not a known field' }];
    case 'const':
      return [{ path, message: `must be ${JSON.stringify(params['allowedValue'])}` }];
    case 'discriminator':
      return [{ path: 'kind', message: 'must be "isotonic", "platt" or "temperature"' }];
    default:
      return [{ path, message: message ?? keyword }];
  }
}

function knotProblems(artifact: CalibratorArtifact): ArtifactProblem[] {
  if (artifact.kind !== 'isotonic') return [];
  const { x, y } = artifact;
  const problems: ArtifactProblem[] = [];
  if (x.length !== y.length)
    problems.push({ path: 'y', message: `must have ${x.length} numbers as x, has ${y.length}` });
  const x0 = x.findIndex((value, i) => i > 0 && !(value > x[i - 1]!));
  if (x0 >= 0) problems.push({ path: `x.${x0}`, message: `must be above x.${x0 - 1}, got ${x[x0]}` });
  const y0 = y.findIndex((value, i) => i > 0 && !(value >= y[i - 1]!));
  if (y0 >= 0) problems.push({ path: `y.${y0}`, message: `must not be below y.${y0 - 1}, got ${y[y0]}` });
  return problems;
}

function spanProblems({ fitted: { from_ms, to_ms } }: CalibratorArtifact): ArtifactProblem[] {
  if (from_ms === undefined || to_ms === undefined || from_ms <= to_ms) return [];
  return [{ path: 'fitted.from_ms', message: `must not be after fitted.to_ms, got ${from_ms} and ${to_ms}` }];
}
