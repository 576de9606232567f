import fc from 'fast-check';
import { AckTracker } from './ack-tracker';

const TTL_MS = 300_000;

describe('AckTracker', () => {
  it.each([
    [0, 'acked', []],
    [TTL_MS, 'acked', []],
    [TTL_MS + 1, 'late', ['a']],
    [Infinity, 'late', []],
  ] as const)('answered after %p ms: %p', (waitedMs, outcome, expired) => {
    const tracker = new AckTracker(TTL_MS);
    tracker.submitted('a', 1000);
    expect(tracker.acked('a', 1000 + waitedMs)).toBe(outcome);
    expect(tracker.scan(1000 + TTL_MS + (outcome === 'acked' ? 1e9 : expired.length))).toEqual(expired);
  });

  it('expires exactly what waits longer than the time to live, in order, once', () => {
    const tracker = new AckTracker(TTL_MS);
    ['a', 'b', 'c'].forEach((cid, at) => tracker.submitted(cid, at));
    expect(tracker.scan(TTL_MS)).toEqual([]);
    expect(tracker.scan(TTL_MS + 2)).toEqual(['a', 'b']);
    expect([tracker.scan(TTL_MS + 2), tracker.size]).toEqual([[], 1]);
    expect(tracker.scan(1e12)).toEqual(['c']);
  });

  it('notes a late answer, before the scan and after it', () => {
    const tracker = new AckTracker(TTL_MS);
    tracker.submitted('a', 0);
    expect(tracker.acked('a', TTL_MS + 1)).toBe('late');
    expect(tracker.scan(TTL_MS + 1)).toEqual(['a']);
    expect([tracker.acked('a', TTL_MS + 2), tracker.acked('a', TTL_MS + 3)]).toEqual(['late', 'late']);
    expect([tracker.acked('b', 0), tracker.scan(1e12)]).toEqual(['unknown', []]);
  });

  it('forgets what has ended', () => {
    const tracker = new AckTracker(TTL_MS);
    tracker.submitted('a', 0);
    tracker.submitted('b', 0);
    tracker.settled('a');
    expect(tracker.scan(1e12)).toEqual(['b']);
    tracker.settled('b');
    tracker.settled('never seen');
    expect([tracker.acked('a', 1), tracker.acked('b', 1)]).toEqual(['unknown', 'unknown']);
  });

  it('keeps the first time of an id that waits, and takes one that expired anew', () => {
    const tracker = new AckTracker(TTL_MS);
    tracker.submitted('a', 0);
    tracker.submitted('a', 1000);
    expect(tracker.scan(TTL_MS + 1)).toEqual(['a']);
    expect(tracker.submitted('a', TTL_MS + 2)).toBe(true);
    expect([tracker.acked('a', TTL_MS + 3), tracker.acked('a', TTL_MS + 4)]).toEqual(['acked', 'unknown']);
  });

  it('counts time that goes back as the latest', () => {
    const tracker = new AckTracker(TTL_MS);
    tracker.submitted('a', 1000);
    tracker.submitted('b', 0);
    expect(tracker.scan(TTL_MS + 1000)).toEqual([]);
    expect(tracker.scan(TTL_MS + 1001)).toEqual(['a', 'b']);
  });

  it('watches no more than its capacity, and remembers as many that expired', () => {
    const tracker = new AckTracker(TTL_MS, 2);
    expect(['a', 'b', 'c'].map((cid) => tracker.submitted(cid, 0))).toEqual([true, true, false]);
    expect(tracker.submitted('a', 0)).toBe(true);
    expect(tracker.scan(1e9)).toEqual(['a', 'b']);
    tracker.submitted('c', 1e9);
    tracker.scan(2e9);
    expect(['a', 'b', 'c'].map((cid) => tracker.acked(cid, 2e9))).toEqual(['unknown', 'late', 'late']);
  });

  it.each([NaN, Infinity])('refuses the time %p', (nowMs) => {
    expect(() => new AckTracker(TTL_MS).submitted('a', nowMs)).toThrow(RangeError);
  });

  it('tells of each order exactly one of: in time, settled, expired, still waiting', () => {
    const step = fc.record({
      op: fc.constantFrom('submit', 'ack', 'settle', 'scan'),
      cid: fc.nat(9).map(String),
      afterMs: fc.nat(20),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const tracker = new AckTracker(50);
        const since = new Map<string, number>();
        let nowMs = 0;
        for (const { op, cid, afterMs } of steps) {
          nowMs += afterMs;
          if (op === 'submit') {
            tracker.submitted(cid, nowMs);
            if (!since.has(cid)) since.set(cid, nowMs);
          } else if (op === 'ack') {
            const inTime = since.has(cid) && nowMs - since.get(cid)! <= 50;
            expect(tracker.acked(cid, nowMs) === 'acked').toBe(inTime);
            if (inTime) since.delete(cid);
          } else if (op === 'settle') {
            tracker.settled(cid);
            since.delete(cid);
          } else {
            const due = [...since].filter(([, atMs]) => nowMs - atMs > 50).map(([one]) => one);
            expect(tracker.scan(nowMs)).toEqual(due);
            for (const one of due) since.delete(one);
          }
          expect(tracker.size).toBe(since.size);
        }
      }),
    );
  });
});
