import { type OutgoingHttpHeaders, type ServerResponse } from 'node:http';
import { type Refusal } from './refusal';

/** Answers with a whole JSON body. Whatever was answered first stands. */
export function respond(
  response: ServerResponse,
  status: number,
  json: string,
  headers: OutgoingHttpHeaders = {},
): void {
  if (response.headersSent) return;
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(json),
    ...headers,
  });
  response.end(json);
}

export const respondRefusal = (response: ServerResponse, { status, body, headers }: Refusal): void =>
  respond(response, status, JSON.stringify(body), headers);
