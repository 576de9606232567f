/** Direction of an order. */
export type Side = 'buy' | 'sell';

/** Reads `buy`/`sell` in any case; anything else is `undefined`. */
export function parseSide(text: string): Side | undefined {
  if (text === 'buy' || text === 'sell') return text;
  const lower = text.toLowerCase();
  return lower === 'buy' || lower === 'sell' ? lower : undefined;
}

/** +1 for buy, −1 for sell. */
export const sideSign = (side: Side): 1 | -1 => (side === 'buy' ? 1 : -1);

export const oppositeSide = (side: Side): Side => (side === 'buy' ? 'sell' : 'buy');
