import { type IncomingMessage } from 'node:http';
import { type AuroraConfig } from '@aurora/config';
import { type Clock } from '@aurora/kernel';
import { AddressList, clientAddress } from './client-address';
import { RateLimiter } from './rate-limiter';
import { NOT_AN_ADDRESS_WE_SERVE, rateLimited, type Refusal } from './refusal';

/** Which of the three budgets a request is counted against. */
export type Budget = 'general' | 'mutating' | 'trading';

/** The first question to every request: may this address call, and is it within its budget? */
export class Admission {
  private readonly allowed: AddressList;
  private readonly trustedProxies: AddressList;
  private readonly limiters: Readonly<Record<Budget, RateLimiter>>;

  constructor(
    { ipAllowlist, trustedProxies, rpsGeneral, rpsMutating, rpsTrading }: AuroraConfig['security'],
    private readonly clock: Clock,
  ) {
    this.allowed = new AddressList(ipAllowlist);
    this.trustedProxies = new AddressList(trustedProxies);
    this.limiters = {
      general: new RateLimiter(rpsGeneral),
      mutating: new RateLimiter(rpsMutating),
      trading: new RateLimiter(rpsTrading),
    };
  }

  refusal(request: IncomingMessage, budget: Budget): Refusal | null {
    const client = clientAddress(request, this.trustedProxies);
    if (!this.allowed.has(client)) return NOT_AN_ADDRESS_WE_SERVE;
    const waitMs = this.limiters[budget].take(client, this.clock.nowMs());
    return waitMs === 0 ? null : rateLimited(waitMs);
  }
}
