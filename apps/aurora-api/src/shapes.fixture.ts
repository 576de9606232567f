import Ajv, { type ValidateFunction } from 'ajv';
import { openApiDocument, type ShapeClass } from '@aurora/contracts';

const ajv = new Ajv({ strict: false, allErrors: true });
const { components } = openApiDocument({ version: '0' });
const validators = new Map<string, ValidateFunction>();

/** What of a body does not fit the shape that the OpenAPI document promises. */
export function problemsOf(shape: ShapeClass, body: unknown): string[] {
  let validate = validators.get(shape.name);
  if (validate === undefined) {
    validate = ajv.compile({ $ref: `#/components/schemas/${shape.name}`, components });
    validators.set(shape.name, validate);
  }
  return validate(body) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
