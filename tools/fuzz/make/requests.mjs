// Requests that are right but for what is done to their body, path or query.
import { statusesFor } from '../check/oracle.mjs';
import { hostileValue, TEXTS } from './hostile-values.mjs';
import { mutated } from './mutate-body.mjs';

const NOTHING = Buffer.alloc(0);

/** Keys that come again and again, of every odd shape, beside ones that are new. */
const KEYS = [
  'k',
  'K',
  ' k',
  'k ',
  '0',
  'é',
  'e\u0301',
  '\u0000',
  '__proto__',
  'constructor',
  'a\nb',
  '😀',
  'x'.repeat(128),
  '\ud800',
];

/** How a request is sent: the token it needs, and a type. */
export function headersFor(world, operation, body) {
  const headers = [['Host', '127.0.0.1']];
  if (operation.wants === 'ops') headers.push(['X-OPS-TOKEN', world.tokens.ops]);
  if (operation.wants === 'api') headers.push(['X-Auth-Token', world.tokens.api]);
  if (body !== undefined) headers.push(['Content-Type', 'application/json']);
  return headers;
}

/** A request with its expectation. */
export function requestOf(world, operation, { target = operation.path, body, statuses } = {}) {
  const request = { method: operation.method, target, headers: headersFor(world, operation, body), body };
  return {
    request,
    expectation: {
      operation,
      statuses: statuses ?? statusesFor(operation, body ?? NOTHING),
      authorised: true,
      sent: body,
    },
  };
}

/** A body of the pool of a route, as it is. */
export function validBody(world, dice, operation) {
  const value = { ...dice.pick(world.pools.get(operation.id)) };
  if (operation.id === 'post /pretrade/check') {
    if (dice.chance(0.1)) value.req_id = dice.chance(0.5) ? dice.pick(KEYS) : `key-${dice.below(1e9)}`;
    else delete value.req_id;
    // Repeated ids make histories: the same few orders open, fill, close and are rejected again and again.
    if (dice.chance(0.5)) value.account = { mode: 'shadow' };
  }
  if (operation.id === 'post /posttrade/log') {
    if (dice.chance(0.5)) value.order_id = `o${dice.below(300)}`;
    if (dice.chance(0.5)) value.symbol = dice.pick(['BTCUSDT', 'ETHUSDT', 'SOLUSDT']);
  }
  if (operation.id === 'post /ops/rotate_token')
    value.new_token = `${world.secret}-${dice.below(2 ** 31)}-${dice.below(2 ** 31)}`;
  return value;
}

/** A valid body, sent as it is or changed. */
export function bodyRequest(world, dice, operation, change) {
  const value = validBody(world, dice, operation);
  const body = change ? mutated(dice, value, operation.fields) : Buffer.from(JSON.stringify(value));
  return requestOf(world, operation, { body });
}

/** A route by its parameters: good ones, or also bad ones. */
export function plainRequest(world, dice, operation, goodShare = 0.6) {
  let target = operation.path;
  const query = [];
  let good = true;
  for (const { name, in: place, schema } of operation.parameters) {
    const { text, valid } = dice.chance(goodShare) ? goodParameter(dice, schema) : badParameter(dice, schema);
    if (place === 'query' && dice.chance(0.2)) continue;
    good &&= valid;
    if (place === 'path') target = target.replace(`{${name}}`, encodeURIComponent(text));
    else query.push(`${name}=${encodeURIComponent(text)}`);
  }
  if (query.length > 0) target += `?${query.join('&')}`;
  if (good) return requestOf(world, operation, { target });
  // An empty part of a path is another path.
  return requestOf(world, operation, { target, statuses: target.endsWith('/') ? [404] : [422] });
}

function goodParameter(dice, { enum: words, minimum, maximum }) {
  return {
    valid: true,
    text:
      words === undefined ? String(dice.pick([minimum, maximum, dice.between(minimum, maximum)])) : dice.pick(words),
  };
}

function badParameter(dice, schema) {
  const { enum: words, minimum, maximum } = schema;
  const odd = () =>
    dice.pick([
      dice.pick(TEXTS).toWellFormed(),
      hostileValue(dice).slice(0, 300).toWellFormed(),
      '',
      '-1',
      '1.5',
      '１',
      '1e2',
      '0x1',
      ' 1',
      '1 ',
    ]);
  const text = words === undefined && dice.chance(0.3) ? String(dice.pick([minimum - 1, maximum + 1, 1e15])) : odd();
  const valid =
    words === undefined
      ? /^\d{1,15}$/.test(text) && Number(text) >= minimum && Number(text) <= maximum
      : words.includes(text);
  return { valid, text };
}
