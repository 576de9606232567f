// What a trapped program may have done: ask the venue for public data and listen to it, talk to the gate, nothing else.
import { readFileSync } from 'node:fs';
import { PUBLIC_PATHS } from './findings.mjs';

const STREAMS = /^\/(stream|public\/stream|market\/stream|ws|ws\/[^/]+)(\?|$)/;
const STREAM_METHODS = ['SUBSCRIBE', 'UNSUBSCRIBE', 'LIST_SUBSCRIPTIONS', 'SET_PROPERTY', 'GET_PROPERTY'];
/** Asked of the gate, and told to it. */
const GATE = [
  'POST /pretrade/check',
  'POST /posttrade/log',
  'GET /overlay/active',
  'POST /overlay/apply',
  'GET /ops/model_status',
];

export const readTrap = (file) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

/** What was done that may not be, one text each. @param venue, gate `host:port`. */
export function offences(lines, { venue, gate }) {
  const found = [];
  for (const line of lines) {
    const what = offence(line, { venue, gate });
    if (what !== undefined) found.push(what);
  }
  return [...new Set(found)];
}

function offence({ connect, request, frame, unreadable, escape, target }, { venue, gate }) {
  if (escape !== undefined) return `escapes by ${escape}`;
  const peer = placeOf(connect ?? target ?? {});
  if (connect !== undefined) return peer === venue || peer === gate ? undefined : `connects to ${peer}`;
  if (unreadable !== undefined) return `writes to ${peer} what is no request: ${unreadable}`;
  if (request !== undefined && peer === gate)
    return GATE.includes(pathOf(request)) ? undefined : `asks the gate ${request}`;
  if (request !== undefined) return isPublic(request) ? undefined : `asks the venue ${request}`;
  if (frame !== undefined) return isSubscription(frame) ? undefined : `tells ${peer} ${frame}`;
  return undefined;
}

const placeOf = ({ host, port, path }) => path ?? `${host}:${port}`;

const pathOf = (request) => request.split('?')[0];

function isPublic(request) {
  const [method, path] = request.split(' ');
  return method === 'GET' && (PUBLIC_PATHS.includes(pathOf(path)) || STREAMS.test(path));
}

function isSubscription(frame) {
  try {
    return STREAM_METHODS.includes(JSON.parse(frame).method);
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
