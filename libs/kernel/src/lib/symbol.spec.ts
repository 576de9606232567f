import fc from 'fast-check';
import { canonicalSymbol } from './symbol';

describe('canonicalSymbol', () => {
  it.each([
    ['BTCUSDT', 'BTCUSDT'],
    ['btcusdt', 'BTCUSDT'],
    ['BTC/USDT', 'BTCUSDT'],
    ['btc-usdt', 'BTCUSDT'],
    ['BTC_USDT', 'BTCUSDT'],
    [' btc usdt ', 'BTCUSDT'],
    ['BINANCE:BTC/USDT', 'BTCUSDT'],
    ['binance:btcusdt', 'BTCUSDT'],
    ['BTC/USDT:USDT', 'BTCUSDT'],
    ['BTC-USDT:USDT', 'BTCUSDT'],
    ['BTCUSDT:USDT', 'BTCUSDT'],
    ['ethusdt:usdt', 'ETHUSDT'],
    ['BINANCE:BTC/USDT:USDT', 'BTCUSDT'],
    ['BTC/USDT@binance_futures', 'BTCUSDT'],
    ['SOLUSDT@binance_futures', 'SOLUSDT'],
    ['1000PEPEUSDT', '1000PEPEUSDT'],
    ['BTCUSDT_240628', 'BTCUSDT240628'],
  ])('%s is %s', (spelling, canonical) => {
    expect(canonicalSymbol(spelling)).toBe(canonical);
  });

  it.each(['', '/', '@', '@binance', ':::', 'Ω'])('keeps %j, which has no letter or digit of a symbol', (text) => {
    expect(canonicalSymbol(text)).toBe(text);
  });

  it('is its own canonical form', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), (text) => {
        const once = canonicalSymbol(text);
        expect(canonicalSymbol(once)).toBe(once);
      }),
    );
  });

  it('brings every spelling of a pair to one key', () => {
    const code = fc.stringMatching(/^[A-Z][A-Z0-9]{1,7}$/);
    fc.assert(
      fc.property(code, code, (base, quote) => {
        for (const spelling of [
          `${base}${quote}`,
          `${base}/${quote}`,
          `${base}-${quote}`.toLowerCase(),
          `${base}/${quote}:${quote}`,
          `BINANCE:${base}/${quote}`,
          `${base}${quote}@venue`,
        ]) {
          expect(canonicalSymbol(spelling)).toBe(base + quote);
        }
      }),
    );
  });
});
