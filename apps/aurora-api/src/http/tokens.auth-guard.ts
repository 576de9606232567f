import { type IncomingMessage } from 'node:http';
import { HttpException, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { GateMetrics } from '../metrics/gate-metrics';
import { type Refusal } from './refusal';
import { Tokens } from './tokens';

const requestOf = (context: ExecutionContext): IncomingMessage => context.switchToHttp().getRequest<IncomingMessage>();

/** A refusal as Nest throws it. */
export const asException = ({ status, body, headers }: Refusal): HttpException =>
  new HttpException({ ...body }, status, headers === undefined ? {} : { cause: headers });

/** Routes of operators: header X-OPS-TOKEN. */
@Injectable()
export class OpsAuthGuard implements CanActivate {
  constructor(
    private readonly tokens: Tokens,
    private readonly metrics: GateMetrics,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const refusal = this.tokens.opsRefusal(requestOf(context));
    if (refusal === null) return true;
    this.metrics.opsAuthFail.inc();
    throw asException(refusal);
  }
}

/** Routes of the API's clients: header X-Auth-Token. */
@Injectable()
export class ApiAuthGuard implements CanActivate {
  constructor(private readonly tokens: Tokens) {}

  canActivate(context: ExecutionContext): boolean {
    const refusal = this.tokens.apiRefusal(requestOf(context));
    if (refusal !== null) throw asException(refusal);
    return true;
  }
}
