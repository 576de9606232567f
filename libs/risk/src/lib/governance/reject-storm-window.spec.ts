import fc from 'fast-check';
import { RejectStormWindow } from './reject-storm-window';

describe('RejectStormWindow', () => {
  it('counts outcomes of the window, one exactly that old included', () => {
    const window = new RejectStormWindow(60);
    window.record(true, 0);
    window.record(false, 1);
    expect(window.stats(60_000)).toEqual({ total: 2, rejects: 1 });
    expect(window.stats(60_001)).toEqual({ total: 1, rejects: 0 });
    expect(window.stats(1e9)).toEqual({ total: 0, rejects: 0 });
  });

  it('equals counting, whatever comes when', () => {
    const outcome = fc.record({ failed: fc.boolean(), stepMs: fc.integer({ min: -20, max: 400 }) });
    fc.assert(
      fc.property(fc.array(outcome), (outcomes) => {
        const window = new RejectStormWindow(1);
        const all: { failed: boolean; atMs: number }[] = [];
        let nowMs = 0;
        let latestMs = -Infinity;
        for (const { failed, stepMs } of outcomes) {
          nowMs += stepMs;
          latestMs = Math.max(latestMs, nowMs);
          window.record(failed, nowMs);
          all.push({ failed, atMs: latestMs });
          const inside = all.filter(({ atMs }) => atMs >= latestMs - 1000);
          expect(window.stats(nowMs)).toEqual({
            total: inside.length,
            rejects: inside.filter((one) => one.failed).length,
          });
        }
      }),
    );
  });

  it('keeps the latest outcomes when there are very many', () => {
    const window = new RejectStormWindow(60);
    for (let i = 0; i < 10_000; i++) window.record(true, 0);
    for (let i = 0; i < 8192; i++) window.record(false, 0);
    expect(window.stats(0)).toEqual({ total: 8192, rejects: 0 });
  });

  it('takes a new length into force', () => {
    const window = new RejectStormWindow(60);
    window.record(true, 0);
    window.configure(1);
    expect(window.stats(1001)).toEqual({ total: 0, rejects: 0 });
  });

  it('refuses a time that is no number', () => {
    expect(() => new RejectStormWindow(60).record(true, NaN)).toThrow(RangeError);
  });
});
