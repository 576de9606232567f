import { refuseToKeep } from '../shape/depth';
import type { FieldError } from '../shape/field-error';
import { Shape } from '../shape/shape';
import { PRETRADE_REQUEST_PARTS, PretradeCheckRequest } from './pretrade-request.dto';

export type ParsedPretradeRequest =
  | { readonly ok: true; readonly request: PretradeCheckRequest; readonly unknownFields: readonly string[] }
  | { readonly ok: false; readonly errors: readonly FieldError[] };

const shape = new Shape(PretradeCheckRequest, PRETRADE_REQUEST_PARTS);
const NO_FIELDS: readonly string[] = [];

/**
 * Judges a body of `POST /pretrade/check` that came out of `JSON.parse`. Every fault is named when it is refused;
 * fields it does not know are named when it is accepted (at most 32, 64 characters each). Never throws; the accepted
 * request is the body itself, not a copy.
 */
export function parsePretradeRequest(body: unknown): ParsedPretradeRequest {
  if (!shape.accepts(body)) return { ok: false, errors: shape.errors(body) };
  const unknown = shape.unknownFields(body);
  if (unknown.length === 0) return { ok: true, request: body, unknownFields: NO_FIELDS };
  // Known fields are shallow and finite; only unknown ones can hide what breaks whoever writes the body out again.
  return refuseToKeep(body) ?? { ok: true, request: body, unknownFields: unknown };
}

/** Compiles the validator of the pre-trade check; called at start so that the first body does not wait for it. */
export const preparePretrade = (): void => shape.prepare();
