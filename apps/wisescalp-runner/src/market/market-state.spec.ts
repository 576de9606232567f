import { resolveConfig } from '@aurora/config';
import { recordedFrame } from '@aurora/market';
import { MarketState } from './market-state.service';

const frame = (ms: number, text: string) => recordedFrame(ms, 'BTCUSDT', text);
const SNAPSHOT = '{"lastUpdateId":10,"bids":[["99","1"]],"asks":[["101","1"]]}';
const diff = (first: number, last: number, previous: number, bid = '99.5') =>
  `{"e":"depthUpdate","E":1,"T":1,"s":"BTCUSDT","U":${first},"u":${last},"pu":${previous},"b":[["${bid}","1"]],"a":[]}`;

/** A book in step at 1000 ms. */
function inStep() {
  const state = new MarketState(resolveConfig().config);
  state.take(frame(900, SNAPSHOT));
  const { market } = state.take(frame(1000, diff(10, 11, 9)))!;
  return { state, market };
}

describe('a book is trusted', () => {
  it('up to the age of a stale one, exactly', () => {
    const { state, market } = inStep();
    expect([state.isTrusted(market, 3000), state.isTrusted(market, 3000.001)]).toEqual([true, false]);
  });

  it('not while an update is missing, and says so once', () => {
    const { state, market } = inStep();
    expect(state.take(frame(1100, diff(13, 14, 12)))).toMatchObject({ lostBook: true });
    expect(state.take(frame(1200, diff(15, 16, 14)))).toMatchObject({ lostBook: false });
    expect(state.isTrusted(market, 1200)).toBe(false);
  });

  it('not while it is crossed', () => {
    const { state, market } = inStep();
    state.take(frame(1100, diff(12, 12, 11, '101')));
    expect(state.isTrusted(market, 1100)).toBe(false);
  });

  it('not after its connection was lost, before an update that came later', () => {
    const { state, market } = inStep();
    state.distrust(1000);
    expect(state.isTrusted(market, 1000)).toBe(false);
    state.take(frame(1001, diff(12, 12, 11)));
    expect(state.isTrusted(market, 1001)).toBe(true);
  });
});

it('a frame that cannot be read is counted and changes nothing', () => {
  const { state, market } = inStep();
  expect(state.take(frame(1100, '{"e":"depthUpdate"'))).toBeNull();
  expect([state.wire.errors, state.frames, state.isTrusted(market, 1100)]).toEqual([1, 3, true]);
});
