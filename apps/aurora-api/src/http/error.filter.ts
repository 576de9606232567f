import { type ServerResponse } from 'node:http';
import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { ConfigError } from '@aurora/config';
import { type ErrorAnswer } from '@aurora/contracts';
import { INVALID_JSON, invalidRequest, refuse, tooLarge, type Refusal } from './refusal';

const NOT_FOUND = refuse(404, 'not_found', 'There is no such route.');
const FAULT = refuse(500, 'internal_error', 'The service failed; its log says why.');

/** Every error leaves in one shape. What is not the caller's fault is logged and not told. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger('http');

  constructor(private readonly bodyLimitBytes: number) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const refusal = this.refusalOf(error);
    if (refusal === FAULT) this.logger.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    const response = host.switchToHttp().getResponse<ServerResponse>();
    if (response.headersSent) {
      response.destroy();
      return;
    }
    response.writeHead(refusal.status, { 'Content-Type': 'application/json; charset=utf-8', ...refusal.headers });
    response.end(JSON.stringify(refusal.body));
  }

  private refusalOf(error: unknown): Refusal {
    if (error instanceof ConfigError) {
      return invalidRequest(error.problems.map(({ path, message }) => ({ field: path, message })));
    }
    if (error instanceof HttpException) {
      const body = error.getResponse();
      if (typeof body === 'object' && 'error' in body && 'message' in body && !('statusCode' in body)) {
        return { status: error.getStatus(), body: body as ErrorAnswer };
      }
      return error.getStatus() === 404 ? NOT_FOUND : refuse(error.getStatus(), 'refused', error.message);
    }
    return this.bodyRefusal(error) ?? FAULT;
  }

  /** Faults of Express's body parser. */
  private bodyRefusal(error: unknown): Refusal | null {
    const type = (error as { readonly type?: unknown } | null)?.type;
    if (type === 'entity.too.large') return tooLarge(this.bodyLimitBytes);
    if (type === 'entity.parse.failed') return INVALID_JSON;
    const status = (error as { readonly status?: unknown } | null)?.status;
    return typeof status === 'number' && status >= 400 && status < 500
      ? refuse(status, 'refused', (error as Error).message)
      : null;
  }
}
