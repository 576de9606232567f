import fc from 'fast-check';
import { type Reservation } from './reservation';
import { ReservationQueue, type ReservationPage } from './reservation-queue';

const reservation = (n: number): Reservation => ({
  decisionId: `d${n}`,
  symbol: n % 3 === 0 ? 'BTCUSDT' : 'ETHUSDT',
  side: n % 2 === 0 ? 'buy' : 'sell',
  qty: 0.1 + n,
  filledQty: 0,
  notional: 100.25 * n,
  reduceOnly: n % 5 === 0,
  atMs: 1_763_812_800_000 + n,
});
const queueOf = (count: number): ReservationQueue => {
  const queue = new ReservationQueue();
  for (let n = 0; n < count; n++) queue.add(reservation(n));
  return queue;
};
const allIn = (pages: readonly ReservationPage[]): Reservation[] => pages.flatMap((page) => page.reservations());
const idsIn = (pages: readonly ReservationPage[]): string[] => allIn(pages).map(({ decisionId }) => decisionId);

it('holds what was added and not removed in order, and what it handed out stays as it was', () => {
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.record({ add: fc.integer({ min: 1, max: 200 }) }) },
    { weight: 4, arbitrary: fc.record({ remove: fc.nat(), count: fc.integer({ min: 1, max: 150 }) }) },
    { weight: 2, arbitrary: fc.record({ shift: fc.integer({ min: 1, max: 300 }) }) },
    { weight: 2, arbitrary: fc.record({ fill: fc.nat() }) },
    { weight: 2, arbitrary: fc.constant('hand out' as const) },
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const queue = new ReservationQueue();
      let model: Reservation[] = [];
      const given: { readonly pages: readonly ReservationPage[]; readonly were: readonly Reservation[] }[] = [];
      let n = 0;
      for (const one of steps) {
        if (one === 'hand out') given.push({ pages: queue.pages(), were: [...model] });
        else if ('add' in one) {
          for (let i = 0; i < one.add; i++) {
            model.push(reservation(n));
            queue.add(reservation(n++));
          }
        } else if ('remove' in one) {
          const from = one.remove % (model.length + 1);
          for (const { decisionId } of model.slice(from, from + one.count)) queue.remove(decisionId);
          model = [...model.slice(0, from), ...model.slice(from + one.count)];
        } else if ('shift' in one) {
          for (const oldest of model.splice(0, one.shift)) expect(queue.shift()).toEqual(oldest);
        } else if (model.length > 0) {
          const at = one.fill % model.length;
          const next = { ...model[at]!, filledQty: model[at]!.filledQty + 0.1 };
          queue.replace(next);
          model = model.with(at, next);
        }
        expect([queue.size, queue.oldestAtMs]).toEqual([model.length, model[0]?.atMs ?? Infinity]);
      }
      expect(allIn(queue.pages())).toEqual(model);
      for (const { pages, were } of given) expect(allIn(pages)).toEqual(were);
      for (const one of model) expect(queue.get(one.decisionId)).toEqual(one);
    }),
    { numRuns: 60 },
  );
});

it('hands out the same pages again, but for those that changed', () => {
  const queue = queueOf(10 * 256);
  const before = queue.pages();
  expect(before).toHaveLength(10);
  queue.remove('d0');
  queue.replace({ ...reservation(600), filledQty: 0.5 });
  queue.add(reservation(2560));
  const after = queue.pages();
  const kept = after.filter((page) => before.includes(page));
  expect([after.length, kept.length]).toEqual([11, 8]);
  expect(queue.pages().every((page, at) => page === after[at])).toBe(true);
});

it('hands out no page that holds none', () => {
  const queue = queueOf(600);
  for (let n = 256; n < 512; n++) queue.remove(`d${n}`);
  expect(queue.pages()).toHaveLength(2);
  expect(idsIn(queue.pages())).toHaveLength(600 - 256);
  for (let n = 0; n < 256; n++) queue.remove(`d${n}`);
  for (let n = 512; n < 600; n++) queue.remove(`d${n}`);
  expect([queue.pages(), queue.size, queue.oldestAtMs]).toEqual([[], 0, Infinity]);
  queue.add(reservation(0));
  expect(idsIn(queue.pages())).toEqual(['d0']);
});

it('takes room for what it holds, not for what it has held', () => {
  const queue = queueOf(1);
  for (let n = 1; n <= 200_000; n++) {
    queue.add(reservation(n));
    if (n % 1000 !== 0) queue.remove(`d${n}`);
  }
  expect(idsIn(queue.pages())).toEqual(Array.from({ length: 201 }, (_, i) => `d${i * 1000}`));
  expect(queue.pages().length).toBeLessThanOrEqual(201);
  expect(JSON.stringify(queue).length).toBeLessThan(100_000);
});
