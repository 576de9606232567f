import { Decimal } from '@aurora/kernel';
import fc from 'fast-check';
import { QueuePosition } from './queue-position';

const print = (queue: QueuePosition, qty: number, inBook = false) => queue.print(new Decimal(qty), inBook).toNumber();

describe('QueuePosition', () => {
  it('lets prints pass until what stood ahead is gone', () => {
    const queue = new QueuePosition(5);
    expect([print(queue, 2), queue.ahead]).toEqual([0, 3]);
    expect([print(queue, 3), queue.ahead]).toEqual([0, 0]);
    expect([print(queue, 0.5), queue.ahead]).toEqual([0.5, 0]);
  });

  it('splits the print that reaches the order', () => {
    const queue = new QueuePosition(0.3);
    expect(print(queue, 0.1)).toBe(0);
    expect([print(queue, 0.3), queue.ahead]).toEqual([0.1, 0]);
  });

  it.each([
    [7, 5, 'more at the price than ahead: others joined behind'],
    [5, 5, 'as much as ahead'],
    [4.999, 4.999, 'less than ahead: it must have left from ahead'],
    [0, 0, 'the level is gone'],
    [Infinity, 5, 'the book does not reach the price any more'],
  ])('shown %p it stands behind %p: %s', (standing, ahead) => {
    const queue = new QueuePosition(5);
    queue.show(standing);
    expect(queue.ahead).toBe(ahead);
  });

  it('does not count twice a print that the book had in it already', () => {
    const queue = new QueuePosition(10);
    queue.show(4);
    expect([print(queue, 6, true), queue.ahead]).toEqual([0, 4]);
    expect([print(queue, 1, true), queue.ahead]).toEqual([0, 3]);
  });

  it('counts such a print where it came out of the queue, not of what stood behind', () => {
    const queue = new QueuePosition(5);
    queue.show(12);
    queue.show(9);
    expect([print(queue, 3, true), queue.ahead]).toEqual([0, 2]);
  });

  it('fills out of such a print what went beyond the queue', () => {
    const queue = new QueuePosition(5);
    queue.show(0);
    expect([print(queue, 8, true), queue.ahead]).toEqual([3, 0]);
  });

  it('sets only the book shown last against such a print', () => {
    const queue = new QueuePosition(10);
    queue.show(6);
    queue.show(6);
    expect([print(queue, 4, true), queue.ahead]).toEqual([0, 2]);
  });

  it('waits without end where the book does not reach, until it does or the market goes beyond', () => {
    const far = new QueuePosition(Infinity);
    expect([print(far, 1e9), far.ahead]).toEqual([0, Infinity]);
    far.show(3);
    expect([print(far, 1, true), far.ahead]).toEqual([0, 2]);
    const beyond = new QueuePosition(Infinity);
    beyond.clear();
    expect(print(beyond, 1)).toBe(1);
  });

  it('never grows, and gives out no more than was printed', () => {
    const step = fc.record({ qty: fc.integer({ min: 0, max: 50 }), isBook: fc.boolean(), inBook: fc.boolean() });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), fc.array(step), (standing, steps) => {
        const queue = new QueuePosition(standing);
        let [printed, given] = [0, 0];
        for (const { qty, isBook, inBook } of steps) {
          const before = queue.ahead;
          if (isBook) queue.show(qty);
          else {
            printed += qty;
            given += print(queue, qty, inBook);
          }
          expect(queue.ahead).toBeLessThanOrEqual(before);
          expect(queue.ahead).toBeGreaterThanOrEqual(0);
          if (isBook) expect(queue.ahead).toBeLessThanOrEqual(qty);
        }
        expect(given).toBeLessThanOrEqual(printed);
        if (!steps.some(({ isBook }) => isBook)) expect(given).toBe(Math.max(0, printed - standing));
      }),
    );
  });
});
