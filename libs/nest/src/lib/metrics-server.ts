import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Logger, type OnApplicationShutdown } from '@nestjs/common';

/** Where the text of all metrics comes from, as of the moment it is asked for. */
export interface MetricsSource {
  text(): Promise<string>;
  readonly contentType: string;
}

/** Serves `/metrics` on the loopback address, until the application shuts down. */
export class MetricsServer implements OnApplicationShutdown {
  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  /** @param port 0 takes any free one. Rejects when it is taken. */
  static async listen(source: MetricsSource, port: number): Promise<MetricsServer> {
    const logger = new Logger('metrics');
    const server = createServer((request, response) => {
      if (request.method !== 'GET' || request.url !== '/metrics') {
        response.writeHead(404).end();
        return;
      }
      source.text().then(
        (text) => response.writeHead(200, { 'content-type': source.contentType }).end(text),
        (error: unknown) => {
          logger.error(error);
          response.writeHead(500).end();
        },
      );
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(port, '127.0.0.1', resolve);
    });
    return new MetricsServer(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`);
  }

  async onApplicationShutdown(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
