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
  const bytes = Buffer.byteLength(json);
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': bytes,
    ...headers,
  });
  // A text of as many bytes as characters is ASCII, and latin1 copies it without looking at each character.
  response.end(json, bytes === json.length ? 'latin1' : 'utf8');
}

export const respondRefusal = (response: ServerResponse, { status, body, headers }: Refusal): void =>
  respond(response, status, JSON.stringify(body), headers);
