import type { Ms, Quote, Side, TradingSymbol } from '@aurora/kernel';
import { OrderRate } from './order-rate';
import { type Reservation } from './reservation';
import { ReservationQueue, type ReservationPage } from './reservation-queue';

export interface ReservationRequest {
  readonly decisionId: string;
  readonly symbol: TradingSymbol;
  readonly side: Side;
  /** Base quantity, > 0. */
  readonly qty: number;
  /** Value of the order, ≥ 0. Under an exposure cap an opening without a value is refused: it cannot be bounded. */
  readonly notional: Quote;
  readonly reduceOnly: boolean;
  readonly nowMs: Ms;
}

/** Caps in force; `null` is off. */
export interface ExposureCaps {
  readonly maxSymbolExposureUsdt: Quote | null;
  readonly maxOrdersPerMin: number | null;
  /** |Value| of the symbol's position; `null` when unknown, which leaves nothing under an exposure cap. */
  readonly positionNotional: Quote | null;
  /** How long a reservation holds without an outcome; the latest value governs all of them. */
  readonly ttlMs: Ms;
}

export type ExposureGrant =
  | { readonly ok: true; readonly grantedNotional: Quote; readonly retryAfterMs: 0 }
  | {
      readonly ok: false;
      readonly grantedNotional: 0;
      readonly reason: 'risk_symbol_exposure' | 'risk_orders_per_min';
      /** 0 when not known. */
      readonly retryAfterMs: Ms;
    };

/** What may still be sent; `null` where no limit is configured, never negative. */
export interface Quotas {
  readonly tradesPmLeft: number | null;
  readonly symbolExposureLeftUsdt: Quote | null;
}

export interface ExposureState {
  /** `null` before the first reservation. */
  readonly ttlMs: Ms | null;
  /** From oldest to newest. */
  readonly reservations: readonly Reservation[];
  readonly orderTimesMs: readonly Ms[];
}

interface InFlight {
  orders: number;
  notional: Quote;
  readonly qty: Record<Side, number>;
}

/** Less than this fraction of a cap, or of a reservation, is what adding binary fractions leaves behind. */
const ROUNDING = 1e-9;

/** The pages of states as ledgers exported them. */
const pagesOf = new WeakMap<ExposureState, readonly ReservationPage[]>();

/**
 * The reservations of a state in pages. Pages without a change between two exports of one ledger are the same object in
 * both, so that work on them need not be done again. A state that no ledger exported is one page.
 */
export const reservationPages = (state: ExposureState): readonly ReservationPage[] =>
  pagesOf.get(state) ?? [{ length: state.reservations.length, reservations: () => state.reservations }];

/**
 * Exposure = position + reservations, per symbol. One synchronous call checks the caps and reserves, so openings that
 * are judged at the same time can never together exceed a cap. Directions are not netted.
 */
export class ExposureLedger {
  private readonly queue = new ReservationQueue();
  private readonly symbols = new Map<TradingSymbol, InFlight>();
  private readonly rate = new OrderRate();
  private ttlMs: Ms = Infinity;
  private latestMs: Ms = -Infinity;

  /** Orders in flight. */
  get size(): number {
    return this.queue.size;
  }

  /**
   * Reserves an order: an opening is cut to what the exposure cap leaves and refused when that is nothing or when the
   * orders of the minute are used up; an exit is never refused or cut, and counts as an order.
   * @throws RangeError when quantity, notional or time is out of bounds or the decision already holds a reservation.
   */
  tryReserve(request: ReservationRequest, caps: ExposureCaps): ExposureGrant {
    const { decisionId, qty, notional, reduceOnly, nowMs } = request;
    if (!(qty > 0 && qty < Infinity && notional >= 0 && notional < Infinity && Number.isFinite(nowMs)))
      throw new RangeError(`cannot reserve quantity ${qty} worth ${notional} at ${nowMs}`);
    if (this.queue.has(decisionId)) throw new RangeError(`decision ${decisionId} already holds a reservation`);
    this.ttlMs = caps.ttlMs;
    this.expire(nowMs);
    if (reduceOnly) {
      this.admit(request, caps, qty, 0);
      return { ok: true, grantedNotional: notional, retryAfterMs: 0 };
    }
    const retryAfterMs =
      caps.maxOrdersPerMin === null ? 0 : this.rate.retryAfterMs(caps.maxOrdersPerMin, this.latestMs);
    if (retryAfterMs > 0) return refused('risk_orders_per_min', Number.isFinite(retryAfterMs) ? retryAfterMs : 0);
    const granted = this.grantable(request, caps);
    if (granted === null) return refused('risk_symbol_exposure', 0);
    const grantedQty = granted < notional ? qty * (granted / notional) : qty;
    // A quantity so small that its share is none.
    if (grantedQty === 0) return refused('risk_symbol_exposure', 0);
    this.admit(request, caps, grantedQty, granted);
    return { ok: true, grantedNotional: granted, retryAfterMs: 0 };
  }

  /**
   * Notes the outcome of a decision. With `filledQty`, the base quantity filled so far while the order still works, the
   * reservation shrinks to the rest; without, the order is finished and the reservation ends.
   * @returns the reservation as it was, `undefined` when there is none (any more).
   */
  settle(decisionId: string, filledQty?: number): Reservation | undefined {
    const before = this.queue.get(decisionId);
    if (!before) return undefined;
    const filled = filledQty === undefined ? before.qty : Math.max(filledQty, before.filledQty);
    if (before.qty - filled > before.qty * ROUNDING) {
      const rest = { ...before, filledQty: filled };
      this.queue.replace(rest);
      this.count(before, -1);
      this.count(rest, 1);
    } else {
      this.queue.remove(decisionId);
      this.count(before, -1);
    }
    return before;
  }

  /**
   * Takes back the latest reservation as if it had not been asked for; nothing may have been reserved since.
   * @param maxOrdersPerMin the cap that it was reserved under.
   */
  takeBack(decisionId: string, maxOrdersPerMin: number | null): void {
    if (this.settle(decisionId) !== undefined && maxOrdersPerMin !== null) this.rate.takeBack();
  }

  /** Ends reservations that have reached their time to live. Every other call with a time does this by itself. */
  expire(nowMs: Ms): void {
    if (nowMs > this.latestMs) this.latestMs = nowMs;
    while (this.queue.oldestAtMs + this.ttlMs <= this.latestMs) this.count(this.queue.shift(), -1);
  }

  /** Base quantity in flight on one side of a symbol, exits and openings: all of it may fill against a position. */
  inFlightReducingQty(symbol: TradingSymbol, side: Side): number {
    return this.symbols.get(symbol)?.qty[side] ?? 0;
  }

  /** Exposure held by the reservations of all symbols. */
  totalReserved(): Quote {
    let total = 0;
    for (const { notional } of this.symbols.values()) total += notional;
    return total;
  }

  /** What may still be sent for a symbol. */
  quotas(symbol: TradingSymbol, caps: ExposureCaps, nowMs: Ms): Quotas {
    this.ttlMs = caps.ttlMs;
    this.expire(nowMs);
    return {
      tradesPmLeft: caps.maxOrdersPerMin === null ? null : this.rate.left(caps.maxOrdersPerMin, this.latestMs),
      symbolExposureLeftUsdt:
        caps.maxSymbolExposureUsdt === null ? null : this.exposureLeft(symbol, caps, caps.maxSymbolExposureUsdt),
    };
  }

  /** Costs no more with many reservations than with few until they are read; they stay as they are now. */
  exportState(): ExposureState {
    const pages = this.queue.pages();
    const state: ExposureState = {
      ttlMs: Number.isFinite(this.ttlMs) ? this.ttlMs : null,
      get reservations() {
        return pages.flatMap((page) => page.reservations());
      },
      orderTimesMs: this.rate.exportState(),
    };
    pagesOf.set(state, pages);
    return state;
  }

  /** Takes over what an earlier ledger exported; meant for a fresh one. @throws RangeError when a decision holds two reservations. */
  restore(state: ExposureState): void {
    this.ttlMs = state.ttlMs ?? Infinity;
    for (const reservation of state.reservations) {
      if (this.queue.has(reservation.decisionId))
        throw new RangeError(`decision ${reservation.decisionId} holds two reservations`);
      this.hold(reservation);
    }
    this.rate.restore(state.orderTimesMs);
  }

  private grantable({ symbol, notional }: ReservationRequest, caps: ExposureCaps): Quote | null {
    if (caps.maxSymbolExposureUsdt === null) return notional;
    const granted = Math.min(notional, this.exposureLeft(symbol, caps, caps.maxSymbolExposureUsdt));
    return granted > 0 ? granted : null;
  }

  private exposureLeft(symbol: TradingSymbol, { positionNotional }: ExposureCaps, cap: Quote): Quote {
    if (positionNotional === null) return 0;
    const left = cap - Math.abs(positionNotional) - (this.symbols.get(symbol)?.notional ?? 0);
    return left > cap * ROUNDING ? left : 0;
  }

  private admit(request: ReservationRequest, caps: ExposureCaps, qty: number, notional: Quote): void {
    const { decisionId, symbol, side, reduceOnly } = request;
    this.hold({ decisionId, symbol, side, qty, filledQty: 0, notional, reduceOnly, atMs: this.latestMs });
    if (caps.maxOrdersPerMin !== null) this.rate.add(caps.maxOrdersPerMin, this.latestMs);
  }

  private hold(reservation: Reservation): void {
    this.queue.add(reservation);
    this.count(reservation, 1);
  }

  /** Adds a reservation's rest to its symbol, or takes it off. A symbol with nothing in flight is forgotten. */
  private count({ symbol, side, qty, filledQty, notional }: Reservation, sign: 1 | -1): void {
    const rest = qty - filledQty;
    let inFlight = this.symbols.get(symbol);
    if (!inFlight) this.symbols.set(symbol, (inFlight = { orders: 0, notional: 0, qty: { buy: 0, sell: 0 } }));
    inFlight.orders += sign;
    inFlight.notional += sign * notional * (rest / qty);
    inFlight.qty[side] += sign * rest;
    if (inFlight.orders === 0) this.symbols.delete(symbol);
  }
}

const refused = (reason: 'risk_symbol_exposure' | 'risk_orders_per_min', retryAfterMs: Ms): ExposureGrant => ({
  ok: false,
  grantedNotional: 0,
  reason,
  retryAfterMs,
});
