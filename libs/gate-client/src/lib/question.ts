import type { PretradeCheckRequest } from '@aurora/contracts';
import { parseMode, parseSide, stricterMode, type Mode } from '@aurora/kernel';

/** A request with what the client adds, and what the client must know of it. */
export interface Question {
  /** The body, the same for every attempt. */
  readonly json: string;
  readonly reqId: string;
  /** `undefined` when the request names no symbol that is a text. */
  readonly symbol: string | undefined;
  readonly opening: boolean;
  /** The stricter of the client's mode and that of the request; live when the request names one that is none. */
  readonly mode: Mode;
  /** Quantity of an order that could be sent; `undefined` when side or quantity are none, and only the gate can say what is wrong. */
  readonly soundQty: number | undefined;
}

/** Adds idempotency key and mode to a request. What callers without types hand in is not trusted to have its shape. */
export function questionOf(request: PretradeCheckRequest, clientMode: Mode, newId: () => string): Question {
  const order: Partial<PretradeCheckRequest['order']> = request.order ?? {};
  const { symbol, side, qty } = order;
  const said = request.account?.mode;
  const saidMode = said == null ? clientMode : parseMode(String(said));
  const mode = saidMode === undefined ? 'live' : stricterMode(clientMode, saidMode);
  const reqId = request.req_id ?? newId();
  const body = {
    ...request,
    req_id: reqId,
    account: { ...request.account, mode: saidMode === undefined ? said : mode },
  };
  const isSound = typeof side === 'string' && parseSide(side) !== undefined && Number.isFinite(qty) && qty! > 0;
  return {
    json: JSON.stringify(body),
    reqId,
    symbol: typeof symbol === 'string' ? symbol : undefined,
    opening: order.reduce_only !== true,
    mode,
    soundQty: isSound && typeof symbol === 'string' ? qty : undefined,
  };
}
