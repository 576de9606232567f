import { type LoggerService } from '@nestjs/common';
import { type Logger } from 'pino';

/** Nest's own chatter while it wires modules and routes. */
const WIRING = new Set(['InstanceLoader', 'NestFactory', 'RouterExplorer', 'RoutesResolver', 'NestApplication']);

/** Lets Nest and the app log through pino: one JSON line a message, the Nest context as `context`. */
export class NestLogger implements LoggerService {
  constructor(private readonly pino: Logger) {}

  log(message: unknown, context?: string): void {
    this.pino[WIRING.has(context ?? '') ? 'debug' : 'info']({ context }, String(message));
  }

  debug(message: unknown, context?: string): void {
    this.pino.debug({ context }, String(message));
  }

  warn(message: unknown, context?: string): void {
    this.pino.warn({ context }, String(message));
  }

  /** Nest hands the stack over before the context. */
  error(message: unknown, ...stackAndContext: unknown[]): void {
    const context = stackAndContext.pop();
    this.pino.error(
      { context, stack: stackAndContext[0] },
      message instanceof Error ? message.message : String(message),
    );
  }
}
