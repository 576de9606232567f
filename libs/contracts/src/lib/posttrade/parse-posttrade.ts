import { refuseToKeep } from '../shape/depth';
import { Shape, type Parsed } from '../shape/shape';
import { enrichPosttrade } from './enrich-posttrade';
import { POSTTRADE_PARTS, PosttradeRequest } from './posttrade-request.dto';

/** A reported outcome as it came, and with what its raw order adds. */
export interface ParsedPosttrade {
  /** The body itself, unknown fields included. */
  readonly body: PosttradeRequest;
  readonly enriched: PosttradeRequest;
}

const shape = new Shape(PosttradeRequest, POSTTRADE_PARTS);

/**
 * Judges a body of `POST /posttrade/log` that came out of `JSON.parse`: an object that has, itself or under
 * `response`, at least one of order_id, id, client_order_id, symbol, status, and whose known fields have their types.
 * Everything else is kept as it is. Never throws.
 */
export function parsePosttrade(body: unknown): Parsed<ParsedPosttrade> {
  const parsed = shape.parse(body);
  if (!parsed.ok) return parsed;
  const refused = refuseToKeep(body);
  if (refused !== null) return refused;
  const enriched = enrichPosttrade(parsed.value);
  return namesAnOrder(enriched) ? { ok: true, value: { body: parsed.value, enriched } } : NAMELESS;
}

const namesAnOrder = (body: PosttradeRequest): boolean =>
  (body.order_id ?? body.id ?? body.client_order_id ?? body.clientOrderId ?? body.symbol ?? body.status) != null;

const NAMELESS: Parsed<never> = {
  ok: false,
  errors: [{ field: 'body', message: 'must have at least one of order_id, id, client_order_id, symbol, status' }],
};

/** Compiles the validator of the post-trade log; called at start so that the first body does not wait for it. */
export const preparePosttrade = (): void => shape.prepare();
