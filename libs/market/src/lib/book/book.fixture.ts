import type { DepthDiffEvent, DepthSnapshotEvent, Levels, TradeEvent } from '../wire/market-event';

type Rows = readonly (readonly [ticks: number, qty: number])[];

export const levels = (rows: Rows): Levels => ({
  ticks: rows.map(([ticks]) => ticks),
  qtys: rows.map(([, qty]) => qty),
});

export const snapshot = (lastUpdateId: number, bids: Rows, asks: Rows): DepthSnapshotEvent => ({
  kind: 'snapshot',
  symbol: undefined,
  lastUpdateId,
  bids: levels(bids),
  asks: levels(asks),
});

export const diff = (
  [firstUpdateId, lastUpdateId, prevUpdateId]: readonly [U: number, u: number, pu: number],
  bids: Rows = [],
  asks: Rows = [],
  transactMs = 1000,
): DepthDiffEvent => ({
  kind: 'depthDiff',
  symbol: 'BTCUSDT',
  eventMs: transactMs,
  transactMs,
  firstUpdateId,
  lastUpdateId,
  prevUpdateId,
  bids: levels(bids),
  asks: levels(asks),
});

export const trade = (ticks: number, qty: number, isBuyerMaker: boolean, tradeMs = 1000): TradeEvent => ({
  kind: 'trade',
  symbol: 'BTCUSDT',
  eventMs: tradeMs,
  tradeMs,
  ticks,
  qty,
  isBuyerMaker,
});
