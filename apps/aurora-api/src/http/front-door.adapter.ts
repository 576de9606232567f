import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type ServerOptions,
  type ServerResponse,
} from 'node:http';
import { type NestApplicationOptions } from '@nestjs/common';
import { ExpressAdapter } from '@nestjs/platform-express';

/** Takes a request, or leaves it to the next in line by answering false. */
export type FrontDoor = (request: IncomingMessage, response: ServerResponse) => boolean;

/**
 * Express, with a front door before it: the trading routes are answered without passing Express's middleware chain,
 * which costs several times what a decision does. Everything else goes on to Express.
 */
export class FrontDoorAdapter extends ExpressAdapter {
  private frontDoor: FrontDoor = () => false;

  constructor(private readonly serverOptions: ServerOptions = {}) {
    super();
  }

  /** Set once the modules exist; until then everything goes to Express. */
  openFrontDoor(frontDoor: FrontDoor): void {
    this.frontDoor = frontDoor;
  }

  override initHttpServer(_options: NestApplicationOptions): void {
    const express = this.getInstance<RequestListener>();
    this.httpServer = createServer(this.serverOptions, (request, response) => {
      if (!this.frontDoor(request, response)) express(request, response);
    });
  }
}
