import { EventGlance } from '@aurora/events';
import { wantedBy, type EventFilter } from './event-filter';

const MS = 1_767_225_600_123;

function isWanted(filter: EventFilter, code = 'ORDER.FILL', symbol: string | null = 'BTCUSDT'): boolean {
  const symbolMember = symbol === null ? '' : `,"symbol":"${symbol}"`;
  const line = Buffer.from(`{"ts_ns":${MS}456789,"run_id":"r","event_code":"${code}"${symbolMember},"details":{}}`);
  const event = new EventGlance();
  event.read(line, 0, line.length);
  return wantedBy(filter)(event);
}

it.each<[EventFilter, boolean]>([
  [{}, true],
  [{ code: ['ORDER.*'] }, true],
  [{ code: ['order.fill'] }, true],
  [{ code: ['*'] }, true],
  [{ code: ['ORDER'] }, false],
  [{ code: ['ORDER.F*L', 'x'] }, true],
  [{ code: ['ORDER?FILL'] }, false],
  [{ code: ['ORDERXFILL'] }, false],
  [{ code: ['O.*'] }, false],
  [{ code: ['POLICY.*', 'WS.*'] }, false],
  [{ symbol: ['btc/usdt'] }, true],
  [{ symbol: ['ETHUSDT', 'BTC-USDT'] }, true],
  [{ symbol: ['ETHUSDT'] }, false],
  [{ sinceMs: MS }, true],
  [{ sinceMs: MS + 1 }, false],
  [{ untilMs: MS }, false],
  [{ untilMs: MS + 1 }, true],
  [{ code: ['ORDER.*'], symbol: ['ETHUSDT'] }, false],
])('%j: %s', (filter, expected) => {
  expect(isWanted(filter)).toBe(expected);
});

it('wants nothing without a symbol when one is asked for', () => {
  expect(isWanted({ symbol: ['BTCUSDT'] }, 'ORDER.FILL', null)).toBe(false);
});
