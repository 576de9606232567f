import fc from 'fast-check';
import { FRAMES_2026, FRAMES_OLD } from './frames.fixture';
import { readHotFrame } from './hot-frame';
import { parseFrame, parseJsonFrame } from './parse-frame';
import { WireError } from './wire-error';

const enveloped = (stream: string, payload: string) => `{"stream":"${stream}","data":${payload}}`;
const BOOK_TICKER =
  '{"e":"bookTicker","u":4984028370881,"s":"BTCUSDT","b":"63943.90","B":"46.371","a":"63944.00","A":"0.095","T":1721347022507,"E":1721347022507}';
const AGG_TRADE =
  '{"e":"aggTrade","E":1617647797640,"a":9445517,"s":"SANDUSDT","p":"0.69067","q":"369","f":12821738,"l":12821738,"T":1617647797485,"m":true}';
const TRADE =
  '{"e":"trade","E":1721347202808,"T":1721347202808,"s":"ETHUSDT","t":4217898224,"p":"3424.99","q":"0.022","X":"MARKET","m":false}';
const DEPTH =
  '{"e":"depthUpdate","E":1721347201855,"T":1721347201804,"s":"BTCUSDT","U":4984034950969,"u":4984034950972,"pu":4984034747463,"b":[["63335.10","1.136"],["63462.60","0.860"]],"a":[["64020.40","0.000"]]}';

const HOT = [
  ...[BOOK_TICKER, AGG_TRADE, TRADE, DEPTH],
  enveloped('btcusdt@bookTicker', BOOK_TICKER),
  enveloped('sandusdt@aggTrade', AGG_TRADE),
  enveloped('ethusdt@trade', TRADE),
  ...['depth', 'depth@100ms', 'depth@0ms', 'depth5', 'depth10@500ms', 'depth20@100ms'].map((stream) =>
    enveloped(`btcusdt@${stream}`, DEPTH),
  ),
  ...[FRAMES_2026.trade, FRAMES_2026.depth],
  BOOK_TICKER.replace('"b":', '"ps":"BTCUSDT","b":').replace('}', ',"st":1}'),
  AGG_TRADE.replace('"f":', '"nq":"300","f":').replace('}', ',"st":1}'),
  ...[FRAMES_OLD.aggTradeWithoutId, FRAMES_OLD.tradeWithoutX, FRAMES_OLD.insuranceFundTrade, FRAMES_OLD.depth100ms],
  FRAMES_OLD.bookTicker,
];

/** What a reader makes of a text, to be compared. */
function outcomeOf(read: (text: string) => unknown, text: string): unknown {
  try {
    return read(text);
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return { reason: error.reason, field: error.field };
  }
}

const expectSame = (text: string) => expect(outcomeOf(parseFrame, text)).toEqual(outcomeOf(parseJsonFrame, text));

describe('readHotFrame', () => {
  it.each(HOT)('reads %s as a JSON parser does', (text) => {
    expect(readHotFrame(text)).toEqual(parseJsonFrame(text));
  });

  it.each<[string, string]>([
    ['a blank', TRADE.replace(':', ': ')],
    [
      'another order of members',
      TRADE.replace('"E":1721347202808,"T":1721347202808', '"T":1721347202808,"E":1721347202808'),
    ],
    ['an unknown member', TRADE.replace('}', ',"z":1}')],
    ['a member that comes again', TRADE.replace('}', ',"m":true}')],
    ['an escape', TRADE.replace('ETHUSDT', 'ETH\\u0055SDT')],
    ['a symbol that is not ASCII', TRADE.replace('ETHUSDT', '币安USDT')],
    ['sixteen digits', TRADE.replace('4217898224', '9007199254740991')],
    ['sixteen digits in a price', TRADE.replace('3424.99', '12345678.00000000')],
    ['a third entry in a level', DEPTH.replace('"1.136"]', '"1.136",[]]')],
    ['a text longer than it holds', DEPTH.replace('"a":[', `"a":[${'["64020.40","0.000"],'.repeat(5000)}`)],
    ['another type', FRAMES_2026.miniTicker],
    ['a stream of another name', enveloped('btcusdt@rpiDepth@500ms', DEPTH)],
  ])('leaves %s to the JSON parser', (_, text) => {
    expect(readHotFrame(text)).toBeUndefined();
    expectSame(text);
  });

  it.each<[string, string]>([
    ['no text', ''],
    ['a leading zero', TRADE.replace('"E":1', '"E":01')],
    ['a number without digits', TRADE.replace('"t":4217898224', '"t":')],
    ['a comma behind the last level', DEPTH.replace('"0.000"]]', '"0.000"],]')],
    ['a comma and no level', DEPTH.replace('[["64020.40","0.000"]]', '[,]')],
    ['no comma between levels', DEPTH.replace('],[', '][')],
    ['a brace too few', enveloped('btcusdt@trade', TRADE).slice(0, -1)],
    ['a brace too many', `${TRADE}}`],
    ['a second message', TRADE + TRADE],
    ['a control character in a text', TRADE.replace('ETH', 'E\tH')],
    ['a price of zero', TRADE.replace('3424.99', '0.00')],
    ['an empty symbol', TRADE.replace('ETHUSDT', '')],
    ['two dots', TRADE.replace('3424.99', '3.4.2')],
    ['a flag in quotes', TRADE.replace('false', '"false"')],
    ['a word that begins like a flag', TRADE.replace('false', 'fals')],
    ['a message that ends within a value', TRADE.replace(/"3424.*/, '"3424}')],
  ])('reads no event out of %s', (_, text) => {
    expect(outcomeOf(parseFrame, text)).toHaveProperty('reason');
    expectSame(text);
  });

  it('gives every decimal as a JSON parser and Number do', () => {
    const decimal = fc
      .tuple(fc.stringMatching(/^[0-9]{0,12}$/), fc.constantFrom('', '.'), fc.stringMatching(/^[0-9]{0,10}$/))
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(decimal, decimal, (price, qty) => {
        expectSame(TRADE.replace('3424.99', price).replace('0.022', qty));
        expectSame(DEPTH.replace('63462.60', price).replace('0.860', qty));
      }),
      { numRuns: 500 },
    );
  });

  it('tells the same of every frame with something wrong in it', () => {
    const letter = fc.constantFrom(...'{}[],:"\\.-+019eEuUbBaAX \t\né');
    const edit = fc.record({ at: fc.nat(400), removed: fc.nat(3), added: fc.array(letter, { maxLength: 3 }) });
    fc.assert(
      fc.property(fc.constantFrom(...HOT), fc.array(edit, { minLength: 1, maxLength: 3 }), (text, edits) => {
        let broken = text;
        for (const { at, removed, added } of edits) {
          const from = at % (broken.length + 1);
          broken = broken.slice(0, from) + added.join('') + broken.slice(from + removed);
        }
        expectSame(broken);
      }),
      { numRuns: 4000 },
    );
  });

  it('is not confused by what was read before', () => {
    readHotFrame(enveloped('btcusdt@depth@100ms', DEPTH));
    expectSame(DEPTH.slice(0, 150));
    expect(readHotFrame(TRADE)).toEqual(parseJsonFrame(TRADE));
  });
});
