import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { MetricsReadings } from './metrics-readings.service';

/** Serves `/metrics` on the loopback address. */
export class MetricsServer implements OnApplicationShutdown {
  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async listen(readings: MetricsReadings, contentType: string, port: number): Promise<MetricsServer> {
    const logger = new Logger('metrics');
    const server = createServer((request, response) => {
      if (request.method !== 'GET' || request.url !== '/metrics') {
        response.writeHead(404).end();
        return;
      }
      readings.text().then(
        (text) => response.writeHead(200, { 'content-type': contentType }).end(text),
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
