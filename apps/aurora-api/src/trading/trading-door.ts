import { type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from 'node:http';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { type Clock } from '@aurora/kernel';
import { CLOCK } from '@aurora/nest';
import { Admission, type Budget } from '../http/admission';
import { readJsonBody, type JsonBody } from '../http/read-body';
import { BAD_TARGET, FAULT, SHUTTING_DOWN, type Refusal } from '../http/refusal';
import { respond } from '../http/respond';
import { Tokens } from '../http/tokens';
import { WholeAnswers } from '../http/whole-answers';
import { GateService, type Reply } from '../gate/gate.service';
import { SETTINGS, type Settings } from '../settings/settings';

type TradingRoute = (gate: GateService, body: JsonBody, reply: Reply) => void;

const TRADING_ROUTES: ReadonlyMap<string, TradingRoute> = new Map([
  ['/pretrade/check', (gate, body, reply) => gate.check(body, reply)],
  ['/posttrade/log', (gate, body, reply) => gate.book(body, reply)],
]);

/**
 * Stands before Express: admits every request by address and budget, and answers the trading routes itself. Tokens,
 * limits and errors are the same objects that the other routes use.
 */
@Injectable()
export class TradingDoor {
  private readonly logger = new Logger('trading');
  private readonly bodyLimitBytes: number;
  private readonly wantsToken: boolean;
  private readonly corsOrigin: string | null;
  private readonly wholeAnswers: WholeAnswers;
  private open = true;

  constructor(
    private readonly gate: GateService,
    private readonly admission: Admission,
    private readonly tokens: Tokens,
    @Inject(SETTINGS) { loaded }: Settings,
    @Inject(CLOCK) clock: Clock,
  ) {
    const { api, security } = loaded.resolved.config;
    this.bodyLimitBytes = api.bodyLimitKb * 1024;
    this.wantsToken = security.requireTokenForTrading;
    this.corsOrigin = security.corsOrigin;
    this.wholeAnswers = new WholeAnswers(api.keepAliveTimeoutMs, clock);
  }

  /** From now on new requests are told that the service stops; what was accepted is still answered. */
  close(): void {
    this.open = false;
  }

  /** @returns false when the request is left to Express. */
  handle(request: IncomingMessage, response: ServerResponse): boolean {
    const route = request.method === 'POST' ? TRADING_ROUTES.get(pathOf(request)) : undefined;
    const refusal = this.open ? this.admission.refusal(request, budgetOf(request, route)) : SHUTTING_DOWN;
    if (refusal !== null) {
      this.refuse(response, refusal);
      return true;
    }
    if (route === undefined) return this.leave(request, response);
    if (this.corsOrigin !== null) response.setHeader('Access-Control-Allow-Origin', this.corsOrigin);
    const tokenRefusal = this.wantsToken ? this.tokens.apiRefusal(request) : null;
    if (tokenRefusal !== null) {
      this.refuse(response, tokenRefusal);
      return true;
    }
    const reply = this.replyOnce(response);
    readJsonBody(request, this.bodyLimitBytes, (body) => this.run(route, body, reply), reply.refuse);
    return true;
  }

  /** Express answers a target that it cannot read with a page of its own. */
  private leave({ url = '' }: IncomingMessage, response: ServerResponse): boolean {
    if (url.startsWith('/') || url === '*' || URL.canParse(url)) return false;
    this.refuse(response, BAD_TARGET);
    return true;
  }

  /** A fault must not reach the event loop, which would end the process. */
  private run(route: TradingRoute, body: JsonBody, reply: Reply): void {
    try {
      route(this.gate, body, reply);
    } catch (error) {
      this.logger.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
      reply.refuse(FAULT);
    }
  }

  private replyOnce(response: ServerResponse): Reply {
    let answered = false;
    const first = (): boolean => !answered && (answered = true);
    return {
      answer: (json) => first() && this.answer(response, json),
      refuse: (why) => first() && this.refuse(response, why),
    };
  }

  private answer(response: ServerResponse, json: string): void {
    if (this.open && this.corsOrigin === null) this.wholeAnswers.send(response, json);
    else respond(response, 200, json, this.headers());
  }

  private refuse(response: ServerResponse, { status, body, headers }: Refusal): void {
    respond(response, status, JSON.stringify(body), { ...this.headers(), ...headers });
  }

  private headers(): OutgoingHttpHeaders {
    return this.open ? {} : { Connection: 'close' };
  }
}

function pathOf({ url = '' }: IncomingMessage): string {
  const query = url.indexOf('?');
  return query < 0 ? url : url.slice(0, query);
}

function budgetOf({ method }: IncomingMessage, route: TradingRoute | undefined): Budget {
  if (route !== undefined) return 'trading';
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS' ? 'general' : 'mutating';
}
