import fc from 'fast-check';
import { EVENT_CODES, isReplayCode } from '../codes/event-codes';
import { EventSampler, HELD_BACK } from './event-sampler';

describe('EventSampler', () => {
  it('lets 10 HEALTH events of a code through in a second and says how many it held back', () => {
    const sampler = new EventSampler([]);
    for (let n = 0; n < 10; n++) expect(sampler.admit('HEALTH.ERROR', 1000 + n)).toBe(0);
    expect(sampler.admit('HEALTH.ERROR', 1010)).toBe(HELD_BACK);
    expect(sampler.admit('HEALTH.ERROR', 1999)).toBe(HELD_BACK);
    expect(sampler.admit('HEALTH.RECOVERY', 1999)).toBe(0);
    expect(sampler.admit('HEALTH.ERROR', 2000)).toBe(2);
    expect(sampler.admit('HEALTH.ERROR', 2000)).toBe(HELD_BACK);
    expect(sampler.admit('HEALTH.ERROR', 2001)).toBe(1);
  });

  it('never lets more than 10 through in any second and loses no count', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 200 }), (gaps) => {
        const sampler = new EventSampler([]);
        const kept: number[] = [];
        let nowMs = 0;
        let held = 0;
        for (const gap of gaps) {
          nowMs += gap;
          const answer = sampler.admit('HEALTH.ERROR', nowMs);
          if (answer === HELD_BACK) held++;
          else {
            expect(answer).toBe(held);
            held = 0;
            kept.push(nowMs);
          }
        }
        kept.forEach((at, index) => expect(at - (kept[index - 10] ?? -Infinity)).toBeGreaterThanOrEqual(1000));
      }),
    );
  });

  it('is not silenced by a clock that is set back', () => {
    const sampler = new EventSampler([]);
    for (let n = 0; n < 10; n++) sampler.admit('HEALTH.ERROR', 5_000_000);
    expect(sampler.admit('HEALTH.ERROR', 1000)).toBe(0);
  });

  it('keeps the first and then every Nth of each code; the first entry that matches counts', () => {
    const sampler = new EventSampler(['1/3 ^MODEL\\.', '1/2 .*']);
    const answers = (code: 'MODEL.CALIBRATION' | 'WS.GAP') => Array.from({ length: 7 }, () => sampler.admit(code, 0));
    expect(answers('MODEL.CALIBRATION')).toEqual([0, -1, -1, 2, -1, -1, 2]);
    expect(answers('WS.GAP')).toEqual([0, -1, 1, -1, 1, -1, 1]);
  });

  it('never holds back what replay needs, and samples no HEALTH event', () => {
    const sampler = new EventSampler(['1/1000 .*']);
    for (const code of EVENT_CODES.filter((candidate) => isReplayCode(candidate) || candidate.startsWith('HEALTH.'))) {
      for (let n = 0; n < 10; n++) expect(sampler.admit(code, 0)).toBe(0);
    }
    for (let n = 0; n < 10_000; n++) expect(sampler.admit('POLICY.DECISION', 0)).toBe(0);
  });

  it('keeps everything at 1/1', () => {
    const sampler = new EventSampler(['1/1 .*']);
    expect([sampler.admit('WS.GAP', 0), sampler.admit('WS.GAP', 0)]).toEqual([0, 0]);
  });

  it.each(['', '1/0 .*', '2/3 .*', '1/3', '1/3 (', '.* 1/3'])('refuses the entry %p', (entry) => {
    expect(() => new EventSampler([entry])).toThrow(SyntaxError);
  });
});
