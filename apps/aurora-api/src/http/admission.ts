import { type IncomingMessage } from 'node:http';
import { type AuroraConfig } from '@aurora/config';
import { type Clock } from '@aurora/kernel';
import { AddressList, clientAddress } from './client-address';
import { isForeignPage } from './foreign-page';
import { RateLimiter } from './rate-limiter';
import { FOREIGN_PAGE, NOT_AN_ADDRESS_WE_SERVE, rateLimited, TOO_MANY_HEADERS, type Refusal } from './refusal';

/** Which of the three budgets a request is counted against. */
export type Budget = 'general' | 'mutating' | 'trading';

/** The first question to every request: may this address, or the page in its browser, call, and is it within its budget? */
export class Admission {
  private readonly allowed: AddressList;
  private readonly trustedProxies: AddressList;
  private readonly limiters: Readonly<Record<Budget, RateLimiter>>;
  private readonly corsOrigin: string | null;
  private readonly maxHeaders: number;

  constructor(
    { api, security }: Pick<AuroraConfig, 'api' | 'security'>,
    private readonly clock: Clock,
  ) {
    const { ipAllowlist, trustedProxies, rpsGeneral, rpsMutating, rpsTrading } = security;
    this.corsOrigin = security.corsOrigin;
    this.maxHeaders = api.maxHeaders;
    this.allowed = new AddressList(ipAllowlist);
    this.trustedProxies = new AddressList(trustedProxies);
    this.limiters = {
      general: new RateLimiter(rpsGeneral),
      mutating: new RateLimiter(rpsMutating),
      trading: new RateLimiter(rpsTrading),
    };
  }

  refusal(request: IncomingMessage, budget: Budget): Refusal | null {
    // Names and values in turn.
    if (request.rawHeaders.length > 2 * this.maxHeaders) return TOO_MANY_HEADERS;
    const client = clientAddress(request, this.trustedProxies);
    if (!this.allowed.has(client)) return NOT_AN_ADDRESS_WE_SERVE;
    const waitMs = this.limiters[budget].take(client, this.clock.nowMs());
    if (waitMs > 0) return rateLimited(waitMs);
    return budget !== 'general' && isForeignPage(request, this.corsOrigin) ? FOREIGN_PAGE : null;
  }
}
