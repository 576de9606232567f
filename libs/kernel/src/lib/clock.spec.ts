import { ManualClock } from './clock';

describe('ManualClock', () => {
  it('stands still until told', () => {
    const clock = new ManualClock(1_700_000_000_000);
    expect([clock.nowMs(), clock.nowMs(), clock.nowNs()]).toEqual([
      1_700_000_000_000,
      1_700_000_000_000,
      1_700_000_000_000_000_000n,
    ]);
  });

  it('moves by what it is told, in both units', () => {
    const clock = new ManualClock(0);
    clock.advance(1.5);
    expect([clock.nowMs(), clock.nowNs()]).toEqual([1.5, 1_500_000n]);
    clock.set(7);
    expect([clock.nowMs(), clock.nowNs()]).toEqual([7, 7_000_000n]);
  });
});
