import { type IncomingMessage, type ServerResponse } from 'node:http';
import { readJsonBody } from './read-body';
import { respondRefusal } from './respond';

/** Reads bodies for the routes behind Express, by the same rules as those of the trading routes. No body is `undefined`. */
export const jsonBody =
  (limitBytes: number) =>
  (request: IncomingMessage & { body?: unknown }, response: ServerResponse, next: () => void): void => {
    const { 'content-length': length = '0', 'transfer-encoding': encoding } = request.headers;
    if (length === '0' && encoding === undefined) return next();
    readJsonBody(
      request,
      limitBytes,
      ({ value }) => {
        request.body = value;
        next();
      },
      (refusal) => respondRefusal(response, refusal),
    );
  };
