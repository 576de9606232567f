import { type IncomingMessage } from 'node:http';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { GateMetrics } from '../metrics/gate-metrics';
import { Refused } from './refused';
import { Tokens } from './tokens';

const requestOf = (context: ExecutionContext): IncomingMessage => context.switchToHttp().getRequest<IncomingMessage>();

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
    throw new Refused(refusal);
  }
}

/** Routes of the API's clients: header X-Auth-Token. */
@Injectable()
export class ApiAuthGuard implements CanActivate {
  constructor(private readonly tokens: Tokens) {}

  canActivate(context: ExecutionContext): boolean {
    const refusal = this.tokens.apiRefusal(requestOf(context));
    if (refusal !== null) throw new Refused(refusal);
    return true;
  }
}
