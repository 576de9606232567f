// Which statuses a body may get, said by the published schema and a few rules that stand beside it.
import { isUtf8 } from 'node:buffer';

export const BODY_LIMIT_BYTES = 64 * 1024;
const MAX_DEPTH = 32;

/** What a route may answer to a valid request besides success. */
const ALSO = {
  'post /pretrade/check': [409],
  // Whether the keys of an overlay exist and fit is for the schema of the configuration to say.
  'post /overlay/apply': [422],
  'post /overlay/rollback': [409],
  'post /ops/rotate_token': [429],
};

/** Routes that keep a body whole, what they do not know included. */
const KEEPS_WHOLE = ['post /pretrade/check', 'post /posttrade/log', 'post /overlay/apply'];

/** Names of an order; a report without any of them is refused. */
const ORDER_NAMES = ['order_id', 'id', 'client_order_id', 'clientOrderId', 'symbol', 'status'];

/** What a request with the right tokens and this body is answered. */
export function statusesFor(operation, bytes) {
  const { id, schema, success, accepts } = operation;
  const done = [success, ...(ALSO[id] ?? [])];
  if (bytes.length > BODY_LIMIT_BYTES) return [413];
  if (bytes.length === 0) return schema === null ? done : [400, 422];
  const read = readJson(bytes);
  if (read === null) return [400];
  if (schema === null) return done;
  if (!accepts(read.value)) return [422];
  if (KEEPS_WHOLE.includes(id) && !canBeKept(read.value)) return [422];
  // A name may also come out of the raw order of the venue.
  if (id === 'post /posttrade/log' && ORDER_NAMES.every((name) => read.value[name] == null)) return [success, 422];
  return done;
}

function readJson(bytes) {
  if (!isUtf8(bytes)) return null;
  try {
    return { value: JSON.parse(bytes.toString('utf8')) };
  } catch {
    return null;
  }
}

/** Finite throughout and not too deep. */
function canBeKept(value) {
  let level = [value];
  for (let depth = 0; depth <= MAX_DEPTH && level.length > 0; depth++) {
    if (level.some((node) => typeof node === 'number' && !Number.isFinite(node))) return false;
    level = level.flatMap((node) => (node !== null && typeof node === 'object' ? Object.values(node) : []));
  }
  return level.length === 0;
}
