import { DuplicateFilter, type OrderReport } from './duplicate-filter';

const report = (changes: Partial<OrderReport>): OrderReport => ({
  cid: null,
  tsNs: null,
  orderId: null,
  status: null,
  ...changes,
});

describe('DuplicateFilter', () => {
  it('writes a report of one client order id and time stamp once', () => {
    const filter = new DuplicateFilter();
    expect(filter.admits(report({ cid: 'a', tsNs: 1n }))).toBe(true);
    expect(filter.admits(report({ cid: 'a', tsNs: 1n }))).toBe(false);
    expect(filter.admits(report({ cid: 'a', tsNs: '1' }))).toBe(false);
    expect(filter.admits(report({ cid: 'a', tsNs: 2n }))).toBe(true);
    expect(filter.admits(report({ cid: 'b', tsNs: 1n }))).toBe(true);
  });

  it.each([
    ['filled', 'FILLED'],
    ['filled', 'closed'],
    ['canceled', 'cancelled'],
    ['rejected', 'failed'],
    ['expired', 'expired'],
  ])('writes the end %s of an order once, also spelt %s', (first, second) => {
    const filter = new DuplicateFilter();
    expect(filter.admits(report({ orderId: '1', status: first, cid: 'a', tsNs: 1n }))).toBe(true);
    expect(filter.admits(report({ orderId: '1', status: second, cid: 'a', tsNs: 2n }))).toBe(false);
    expect(filter.admits(report({ orderId: '2', status: second }))).toBe(true);
  });

  it('takes every report that names neither pair, and statuses that end nothing', () => {
    const filter = new DuplicateFilter();
    for (const each of [
      { cid: 'a' },
      { tsNs: 1n },
      { orderId: '1' },
      { orderId: '1', status: 'partially_filled' },
      {},
    ]) {
      expect(filter.admits(report(each))).toBe(true);
      expect(filter.admits(report(each))).toBe(true);
    }
  });

  it('does not confuse ids with what stands beside them', () => {
    const filter = new DuplicateFilter();
    expect(filter.admits(report({ cid: 'a","1', tsNs: '2' }))).toBe(true);
    expect(filter.admits(report({ cid: 'a', tsNs: '1","2' }))).toBe(true);
  });

  it('does not let a repeat that was left out stand for an end', () => {
    const filter = new DuplicateFilter();
    filter.admits(report({ cid: 'a', tsNs: 1n }));
    expect(filter.admits(report({ cid: 'a', tsNs: 1n, orderId: '1', status: 'filled' }))).toBe(false);
    expect(filter.admits(report({ cid: 'a', tsNs: 2n, orderId: '1', status: 'filled' }))).toBe(true);
  });

  it('remembers as many as its capacity, the latest', () => {
    const filter = new DuplicateFilter(2);
    for (const cid of ['a', 'b', 'c']) filter.admits(report({ cid, tsNs: 1n }));
    expect(['b', 'c', 'a'].map((cid) => filter.admits(report({ cid, tsNs: 1n })))).toEqual([false, false, true]);
  });

  it.each([0, -1, NaN])('refuses the capacity %p', (capacity) => {
    expect(() => new DuplicateFilter(capacity)).toThrow(RangeError);
  });
});
