import { type ServerResponse } from 'node:http';
import { type Clock, type Ms } from '@aurora/kernel';
import { respond } from './respond';

/**
 * Sends a 200 with a JSON body in one piece. Node puts the same bytes together header by header and hands them to the
 * system in two, which takes about as long as a decision does. Whatever is out of the ordinary is left to Node:
 * a connection that ends with the answer, a pipelined request whose turn has not come, a client that has gone, text
 * beyond ASCII.
 */
export class WholeAnswers {
  private readonly keepAlive: string;
  private second = NaN;
  private head = '';

  constructor(
    keepAliveTimeoutMs: Ms,
    private readonly clock: Clock,
  ) {
    this.keepAlive = `Connection: keep-alive\r\nKeep-Alive: timeout=${Math.floor(keepAliveTimeoutMs / 1000)}\r\n`;
  }

  /** `response` is untouched: no header was set. */
  send(response: ServerResponse, json: string): void {
    const { socket } = response;
    const bytes = Buffer.byteLength(json);
    if (socket === null || !socket.writable || !response.shouldKeepAlive || bytes !== json.length) {
      respond(response, 200, json);
      return;
    }
    socket.write(`${this.headNow()}${bytes}\r\n\r\n${json}`, 'latin1', (error) => {
      // Tells the server, as its own way of ending does, that the connection is free for the next request.
      if (error == null) response.emit('finish');
    });
  }

  /** The head up to the value of Content-Length, made once a second. */
  private headNow(): string {
    const second = Math.floor(this.clock.nowMs() / 1000);
    if (second !== this.second) {
      this.second = second;
      const date = new Date(second * 1000).toUTCString();
      this.head = `HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\nDate: ${date}\r\n${this.keepAlive}Content-Length: `;
    }
    return this.head;
  }
}
