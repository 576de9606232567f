import { type ErrorAnswer, type FieldError } from '@aurora/contracts';

/** An answer that is no success, before it is written to a socket. */
export interface Refusal {
  readonly status: number;
  readonly body: ErrorAnswer;
  readonly headers?: Readonly<Record<string, string>>;
}

/** No message is longer, whatever a client's text in it is. */
const MAX_MESSAGE = 512;

export const refuse = (status: number, error: string, message: string): Refusal => ({
  status,
  body: { error, message },
});

export const INVALID_JSON = refuse(400, 'invalid_json', 'The body is not valid JSON.');
export const BAD_TARGET = refuse(400, 'bad_request', 'The target of the request is no address.');
export const NOT_AN_ADDRESS_WE_SERVE = refuse(403, 'address_not_allowed', 'This address may not call the service.');
export const FOREIGN_PAGE = refuse(403, 'origin_not_allowed', 'Pages of this origin may not call the service.');
export const TOO_MANY_HEADERS: Refusal = {
  ...refuse(431, 'headers_too_large', 'The headers are too many.'),
  headers: { Connection: 'close' },
};
export const TOKEN_MISSING = refuse(401, 'token_missing', 'This route needs a token.');
export const TOKEN_WRONG = refuse(403, 'token_wrong', 'The token is wrong.');
export const NOT_FOUND = refuse(404, 'not_found', 'There is no such route.');
export const CONFLICT = refuse(409, 'idempotency_conflict', 'This req_id was used with another body.');
export const FAULT = refuse(500, 'internal_error', 'The service failed; its log says why.');
export const NOT_STORED = refuse(
  503,
  'not_stored',
  'It is in force, but could not be stored: a restart would forget it.',
);
export const TOO_MANY_STREAMS = refuse(503, 'too_many_streams', 'As many clients listen as may.');
export const SHUTTING_DOWN = refuse(503, 'shutting_down', 'The service is stopping.');

export const invalidRequest = (errors: readonly FieldError[]): Refusal => ({
  status: 422,
  body: {
    error: 'invalid_request',
    message: 'The request was refused; see fields.',
    fields: errors.map(({ field, message }) => ({ field, message: message.slice(0, MAX_MESSAGE) })),
  },
});

export const tooLarge = (limitBytes: number): Refusal =>
  refuse(413, 'body_too_large', `The body is larger than ${limitBytes} bytes.`);

export const rateLimited = (retryAfterMs: number): Refusal => ({
  ...refuse(429, 'rate_limited', 'Too many requests from this address.'),
  headers: { 'Retry-After': String(Math.max(1, Math.ceil(retryAfterMs / 1000))) },
});
