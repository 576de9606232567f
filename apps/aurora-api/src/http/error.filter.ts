import { type ServerResponse } from 'node:http';
import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { ConfigError } from '@aurora/config';
import { FAULT, invalidRequest, NOT_FOUND, refuse, type Refusal } from './refusal';
import { Refused } from './refused';
import { respondRefusal } from './respond';

/** Every error leaves in one shape. What is not the caller's fault is logged and not told. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger('http');

  catch(error: unknown, host: ArgumentsHost): void {
    const refusal = refusalOf(error);
    if (refusal === FAULT) this.logger.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    const response = host.switchToHttp().getResponse<ServerResponse>();
    // Half an answer must not look like a whole one.
    if (response.headersSent) response.destroy();
    else respondRefusal(response, refusal);
  }
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof Refused) return error.refusal;
  if (error instanceof ConfigError)
    return invalidRequest(error.problems.map(({ path, message }) => ({ field: path, message })));
  if (!(error instanceof HttpException)) return FAULT;
  const status = error.getStatus();
  return status === 404 ? NOT_FOUND : status < 500 ? refuse(status, 'refused', error.message) : FAULT;
}
