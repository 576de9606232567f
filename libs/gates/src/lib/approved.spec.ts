import { approve } from './approved';
import { requestOf } from './gate.fixture';

const { order } = requestOf({ order: { qty: 4, notional: 500 } });

it('hands the order on as it is when all of it may go', () => {
  expect(approve(order, 4)).toBe(order);
});

it('cuts quantity and stated value to what may go', () => {
  expect(approve(order, 1)).toEqual({ ...order, qty: 1, notional: 125 });
  expect(approve({ ...order, notional: undefined }, 1)).toEqual({ ...order, qty: 1, notional: undefined });
});

it('can be made by nothing else', () => {
  const send = (approved: ReturnType<typeof approve>) => approved.qty;
  // @ts-expect-error an order that was never asked about is not approved
  expect(send(order)).toBe(4);
});
