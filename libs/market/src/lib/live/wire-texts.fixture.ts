/** Payloads of one symbol in the venue's shapes, as far as the source looks at them and a book needs them. */
const at = { E: 1_700_000_000_000, T: 1_700_000_000_000 };

export const tickerData = (s: string, u: number): object => ({
  e: 'bookTicker',
  u,
  s,
  b: '99.0',
  B: '1',
  a: '101.0',
  A: '1',
  ...at,
});

export const diffData = (s: string, U: number, u: number, pu: number): object => ({
  e: 'depthUpdate',
  ...at,
  s,
  U,
  u,
  pu,
  b: [['99.0', String(u)]],
  a: [['101.0', String(u)]],
});

export const aggTradeData = (s: string, a: number): object => ({
  e: 'aggTrade',
  ...at,
  a,
  s,
  p: '100.0',
  q: '1',
  f: a,
  l: a,
  m: false,
});

export const snapshotText = (lastUpdateId: number): string =>
  JSON.stringify({ lastUpdateId, ...at, bids: [['99.0', '1']], asks: [['101.0', '1']] });
