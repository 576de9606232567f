import { DayPnl } from './day-pnl';

const MIDNIGHT = Date.UTC(2024, 6, 19);

describe('DayPnl', () => {
  it('sums the day and starts again exactly at midnight UTC', () => {
    const pnl = new DayPnl();
    pnl.add({ pnlPct: -1.5, pnlUsdt: -15 }, MIDNIGHT - 2);
    pnl.add({ pnlPct: 0.5 }, MIDNIGHT - 1);
    expect([pnl.pct(MIDNIGHT - 1), pnl.usdt(MIDNIGHT - 1)]).toEqual([-1, -15]);
    expect([pnl.pct(MIDNIGHT), pnl.usdt(MIDNIGHT)]).toEqual([0, 0]);
  });

  it('stays in the day it has reached when time goes backward', () => {
    const pnl = new DayPnl();
    pnl.add({ pnlPct: -1 }, MIDNIGHT);
    pnl.add({ pnlPct: -2 }, MIDNIGHT - 1);
    expect(pnl.pct(MIDNIGHT)).toBe(-3);
  });

  it('is not changed by a look, not even by one at the next day', () => {
    const pnl = new DayPnl();
    pnl.add({ pnlPct: -1, pnlUsdt: -10 }, MIDNIGHT - 1);
    const before = pnl.exportState();
    expect([pnl.pct(MIDNIGHT), pnl.usdt(MIDNIGHT), pnl.unconvertedUsdt(MIDNIGHT)]).toEqual([0, 0, 0]);
    expect(pnl.exportState()).toEqual(before);
    expect([pnl.pct(MIDNIGHT - 1), pnl.usdt(MIDNIGHT - 1)]).toEqual([-1, -10]);
  });

  it('turns USDT into percent once, and only while the equity is known', () => {
    const pnl = new DayPnl();
    pnl.add({ pnlUsdt: -50 }, MIDNIGHT);
    pnl.add({ pnlUsdt: -10, pnlPct: -1 }, MIDNIGHT);
    expect([pnl.pct(MIDNIGHT), pnl.usdt(MIDNIGHT), pnl.unconvertedUsdt(MIDNIGHT)]).toEqual([-1, -60, -50]);
    pnl.configure(1000);
    expect([pnl.pct(MIDNIGHT), pnl.unconvertedUsdt(MIDNIGHT)]).toEqual([-6, 0]);
  });

  it('takes 0 as a value', () => {
    const pnl = new DayPnl(1000);
    pnl.add({ pnlPct: 0, pnlUsdt: -50 }, MIDNIGHT);
    expect(pnl.pct(MIDNIGHT)).toBe(0);
  });

  it('survives a restart, not midnight', () => {
    const pnl = new DayPnl(100);
    pnl.add({ pnlPct: -1, pnlUsdt: -1 }, MIDNIGHT);
    pnl.add({ pnlUsdt: -1 }, MIDNIGHT);
    const again = new DayPnl(100);
    again.restore(JSON.parse(JSON.stringify(pnl.exportState())));
    expect([again.pct(MIDNIGHT + 1), again.usdt(MIDNIGHT + 1)]).toEqual([-2, -2]);
    expect(again.pct(MIDNIGHT + 86_400_000)).toBe(0);
    again.restore(JSON.parse(JSON.stringify(new DayPnl().exportState())));
    expect(again.pct(MIDNIGHT)).toBe(0);
  });

  it.each([
    [{ pnlPct: NaN }, MIDNIGHT],
    [{ pnlUsdt: Infinity }, MIDNIGHT],
    [{ pnlPct: 1 }, NaN],
  ])('refuses %p at %p', (result, nowMs) => {
    const pnl = new DayPnl();
    expect(() => pnl.add(result, nowMs)).toThrow(RangeError);
    expect(pnl.pct(MIDNIGHT)).toBe(0);
  });
});
