import fc from 'fast-check';
import { IllegalOrderStepError, OrderLifecycle, isFinal, type OrderStatus, type OrderStep } from './order-lifecycle';

const STEPS: readonly OrderStep[] = ['ack', 'partial', 'fill', 'cancel', 'reject', 'expire'];

/** The steps that lead to a status. */
const WAYS: Readonly<Record<OrderStatus, readonly OrderStep[]>> = {
  NEW: [],
  ACKED: ['ack'],
  PARTIAL: ['ack', 'partial'],
  FILLED: ['ack', 'fill'],
  CANCELLED: ['ack', 'cancel'],
  REJECTED: ['reject'],
  EXPIRED: ['ack', 'expire'],
};

const at = (status: OrderStatus): OrderLifecycle => {
  const life = new OrderLifecycle();
  for (const step of WAYS[status]) life.take(step);
  expect(life.status).toBe(status);
  return life;
};

describe('OrderLifecycle', () => {
  it.each<[OrderStatus, Partial<Record<OrderStep, OrderStatus>>]>([
    ['NEW', { ack: 'ACKED', reject: 'REJECTED', cancel: 'CANCELLED', expire: 'EXPIRED' }],
    ['ACKED', { partial: 'PARTIAL', fill: 'FILLED', cancel: 'CANCELLED', expire: 'EXPIRED' }],
    ['PARTIAL', { partial: 'PARTIAL', fill: 'FILLED', cancel: 'CANCELLED', expire: 'EXPIRED' }],
  ])('%s goes on to %p and nowhere else', (status, nexts) => {
    for (const step of STEPS) {
      const life = at(status);
      const next = nexts[step];
      if (next === undefined) {
        expect(() => life.take(step)).toThrow(IllegalOrderStepError);
        expect(life.status).toBe(status);
      } else {
        expect(life.take(step)).toBe(true);
        expect(life.status).toBe(next);
      }
    }
  });

  it.each<OrderStatus>(['FILLED', 'CANCELLED', 'REJECTED', 'EXPIRED'])(
    '%s is final: what is late is counted',
    (status) => {
      const life = at(status);
      expect(life.ended).toBe(true);
      for (const step of STEPS) expect(life.take(step)).toBe(false);
      expect([life.status, life.lateSteps]).toEqual([status, STEPS.length]);
    },
  );

  it('names what went wrong', () => {
    expect(() => at('PARTIAL').take('reject')).toThrow('an order that is PARTIAL cannot reject');
  });

  it('ends at most once on any way', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...STEPS)), (steps) => {
        const life = new OrderLifecycle();
        let ends = 0;
        for (const step of steps) {
          const before = life.status;
          try {
            if (life.take(step) && isFinal(life.status)) ends++;
          } catch (error) {
            expect(error).toBeInstanceOf(IllegalOrderStepError);
            expect([life.status, isFinal(before)]).toEqual([before, false]);
          }
        }
        expect(ends).toBe(life.ended ? 1 : 0);
      }),
    );
  });
});
