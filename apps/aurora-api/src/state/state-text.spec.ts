import { ledgerOf, reserve, stateOf } from './state.fixture';
import { StateText } from './state-text';

const read = (pieces: Iterable<Buffer>): unknown => JSON.parse(Buffer.concat([...pieces]).toString());
const plain = (state: object): unknown => JSON.parse(JSON.stringify(state));

describe('the text of a state', () => {
  it.each([
    [0, 0],
    [1, 1],
    [255, 256],
    [256, 257],
    [257, 513],
    [5000, 4096],
  ])('is its JSON, with %d reservations and %d orders', (reservations, orders) => {
    const state = stateOf(reservations, orders);
    expect(read(new StateText().of(state))).toEqual(plain(state));
  });

  it('holds the order times of the minute', () => {
    const state = stateOf(1);
    const orderTimesMs = Array.from({ length: 1000 }, (_, n) => n);
    const timed = {
      ...state,
      engine: { ...state.engine, reservations: { ...state.engine.reservations, orderTimesMs } },
    };
    expect(read(new StateText().of(timed))).toEqual(plain(timed));
  });

  it('is that of one moment, whatever happens while it is asked for', () => {
    const ledger = ledgerOf(20_000);
    const state = stateOf(ledger);
    const was = plain(state);
    const pieces: Buffer[] = [];
    let n = 20_000;
    for (const piece of new StateText().of(state)) {
      pieces.push(piece);
      for (let i = 0; i < 500; i++) {
        ledger.settle(`decision-${n - 20_000}`);
        ledger.settle(`decision-${n - 9000}`, 0.1);
        reserve(ledger, n++);
      }
    }
    expect(pieces.length).toBeGreaterThan(5);
    expect(read(pieces)).toEqual(was);
    expect(plain(stateOf(ledger))).not.toEqual(was);
  });

  it('is made in pieces of bounded size', () => {
    for (const piece of new StateText().of(stateOf(20_000))) expect(piece.length).toBeLessThan(2 ** 20);
  });

  it('is not made again where nothing changed', () => {
    const ledger = ledgerOf(20_000);
    const texts = new StateText();
    const stringify = jest.spyOn(JSON, 'stringify');
    const textsMade = (): number => {
      stringify.mockClear();
      for (const piece of texts.of(stateOf(ledger))) void piece;
      return stringify.mock.calls.length;
    };
    const [first, again] = [textsMade(), textsMade()];
    ledger.settle('decision-7000');
    const after = textsMade();
    stringify.mockRestore();
    expect(first - again).toBe(Math.ceil(20_000 / 256));
    expect(after - again).toBe(1);
  });
});
