import { streamName } from '../streams/channels';

/** What a client's message asks for, and what it is told. */
export interface RequestOutcome {
  readonly subscribe: readonly string[];
  readonly unsubscribe: readonly string[];
  /** JSON text. */
  readonly reply: string;
  /** The message was an attempt at trading. */
  readonly isOrder: boolean;
}

/** As many as the venue lets one connection have. */
export const MAX_STREAMS = 1024;

/** Names of methods that trade or look into accounts, of the venue's websocket interface for them. */
const ORDER_METHOD = /^(order|algoOrder|account|session|userDataStream|v\d+\/account)/i;

const METHODS = ['SUBSCRIBE', 'UNSUBSCRIBE', 'LIST_SUBSCRIPTIONS', 'SET_PROPERTY', 'GET_PROPERTY'];

/**
 * Answers a message of a websocket client as the venue does: `{"result":null,"id":1}`, a list of streams, or an error. A
 * stream that does not exist is acknowledged and never sends.
 * @param current streams the client has.
 */
export function answerRequest(text: string, current: ReadonlySet<string>, isCombined: boolean): RequestOutcome {
  const message = parseJson(text);
  if (message === undefined) return refuse(3, 'Invalid JSON: expected value at line 1 column 1');
  const { method, params, id } = message;
  const known = typeof id === 'number' || typeof id === 'string' ? id : null;
  if (typeof method !== 'string') return refuse(2, 'Invalid request: missing field `method`', known);
  if (!METHODS.includes(method)) {
    const said = `Invalid request: unknown variant ${method}, expected one of ${METHODS.join(', ')}`;
    return { ...refuse(2, said, known), isOrder: ORDER_METHOD.test(method) };
  }
  if (id !== undefined && known === null)
    return refuse(2, 'Invalid request: request ID must be an unsigned integer or a string');
  if (method === 'LIST_SUBSCRIPTIONS') return result([...current], known);
  if (method === 'GET_PROPERTY') return result(isCombined, known);
  if (method === 'SET_PROPERTY') return refuse(0, 'Unknown property', known);
  if (!Array.isArray(params) || !params.every((name) => typeof name === 'string'))
    return refuse(2, 'Invalid request: params must be an array of stream names', known);
  const streams = params.map((name: string) => streamName(name)).filter((name) => name !== undefined);
  if (method === 'UNSUBSCRIBE') return { ...result(null, known), unsubscribe: streams };
  if (new Set([...current, ...streams]).size > MAX_STREAMS)
    return refuse(2, `Invalid request: at most ${MAX_STREAMS} streams a connection`, known);
  return { ...result(null, known), subscribe: streams };
}

type Id = number | string | null;

function parseJson(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const result = (value: unknown, id: Id): RequestOutcome => said({ result: value, id });
const refuse = (code: number, msg: string, id: Id = null): RequestOutcome => said({ error: { code, msg }, id });
const said = (reply: object): RequestOutcome => ({
  subscribe: [],
  unsubscribe: [],
  reply: JSON.stringify(reply),
  isOrder: false,
});
