import fc from 'fast-check';
import { defaultsOf } from '@aurora/kernel';
import { seededNormal } from '../seeded-random.fixture';
import { DynamicIcp } from './dynamic-icp';
import { icpConfig } from './icp-config';
import { TRANSITION_Z, TransitionDetector } from './transition-detector';

/** Feeds seeded normal numbers. */
function warm(detector: { observe(z: number): unknown }, steps: number, seed = 1): void {
  const normal = seededNormal(seed);
  for (let i = 0; i < steps; i++) detector.observe(normal());
}

describe('TransitionDetector', () => {
  it('says nothing before 30 changes', () => {
    const early = new TransitionDetector();
    warm(early, 30);
    expect(early.observe(1e6)).toEqual({ zNorm: 0, transition: false });
    const ready = new TransitionDetector();
    warm(ready, 31);
    expect(ready.observe(1e6).transition).toBe(true);
  });

  it('is a transition from four spreads above the median on', () => {
    // Median 1, interquartile range that of a normal distribution with standard deviation 1.
    const changes = [...Array(12).fill(0.5), ...Array(7).fill(1), ...Array(12).fill(0.5 + 1.3489795003921634)];
    const judge = (z: number) => new TransitionDetector({ last: [0], changes }).observe(z);
    expect(judge(1 + TRANSITION_Z - 1e-6).transition).toBe(false);
    expect(judge(1 + TRANSITION_Z + 1e-6).transition).toBe(true);
    expect(judge(-3).zNorm).toBeCloseTo(2, 12);
  });

  it('rarely cries wolf on a normal random walk and hears a jump, in one dimension and in five', () => {
    for (const dimensions of [1, 5]) {
      const normal = seededNormal(dimensions);
      const detector = new TransitionDetector();
      const z = Array<number>(dimensions).fill(0);
      let alarms = 0;
      for (let i = 0; i < 10_000; i++) {
        z.forEach((value, at) => (z[at] = value + normal()));
        if (detector.observe(z).transition) alarms++;
      }
      expect(alarms / 10_000).toBeLessThan(0.006);
      expect(detector.observe(z.map((value) => value + 12)).transition).toBe(true);
    }
  });

  it('takes no rounding for a transition when the history is constant or steps evenly', () => {
    const constant = new TransitionDetector();
    for (let i = 0; i < 100; i++) constant.observe(0.3);
    expect(constant.observe(0.1 + 0.2).transition).toBe(false);
    expect(constant.observe(0.5).transition).toBe(true);
    const even = new TransitionDetector();
    for (let i = 0; i < 100; i++) even.observe(i * 0.1);
    expect(even.observe(10.005).transition).toBe(false);
    expect(even.observe(15).transition).toBe(true);
  });

  it('starts over when the length changes', () => {
    const detector = new TransitionDetector();
    warm(detector, 100);
    expect(detector.observe([1e9, 1e9])).toEqual({ zNorm: 0, transition: false });
    expect(detector.exportState()).toEqual({ last: [1e9, 1e9], changes: [] });
  });

  it('remembers 240 changes and no more', () => {
    const detector = new TransitionDetector();
    warm(detector, 1_000);
    expect(detector.exportState().changes).toHaveLength(240);
  });

  it.each([[NaN], [Infinity], [[]], [[1, NaN]], [1e200], [Array(65).fill(0)]])(
    'refuses %j and keeps its state',
    (z) => {
      const detector = new TransitionDetector();
      warm(detector, 40);
      const before = detector.exportState();
      expect(() => detector.observe(z)).toThrow(RangeError);
      expect(detector.exportState()).toEqual(before);
    },
  );

  it('does not keep the caller’s array', () => {
    const detector = new TransitionDetector();
    const z = [1, 2];
    detector.observe(z);
    z[0] = 5;
    expect(detector.exportState().last).toEqual([1, 2]);
  });
});

describe('DynamicIcp', () => {
  it.each([
    [null, 0.1],
    [0, 0.1],
    [0.5, 0.105],
    [1, 0.11],
    [7, 0.11],
    [-5, 0.05],
    [-9, 0.01],
    [-1e9, 0.01],
  ])('with aci %p and no transition gives %d', (aci, alpha) => {
    expect(new DynamicIcp().observe({ z: null, aci }).alpha).toBeCloseTo(alpha, 12);
  });

  it('adds 0.02 in a transition', () => {
    const icp = new DynamicIcp();
    warm({ observe: (z) => icp.observe({ z, aci: 0 }) }, 100);
    expect(icp.observe({ z: 1e3, aci: 1 })).toMatchObject({ alpha: expect.closeTo(0.13, 12), transition: true });
  });

  it('leaves the state alone without z, and refuses a NaN aci', () => {
    const icp = new DynamicIcp();
    icp.observe({ z: 1, aci: null });
    const before = icp.exportState();
    icp.observe({ z: null, aci: 1 });
    expect(() => icp.observe({ z: 2, aci: NaN })).toThrow('aci must be finite, got NaN');
    expect(icp.exportState()).toEqual(before);
  });

  it('goes on after a restart as if there had been none', () => {
    const series = fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 40, maxLength: 80 });
    fc.assert(
      fc.property(series, fc.double({ min: -50, max: 50, noNaN: true }), (past, next) => {
        const icp = new DynamicIcp();
        for (const z of past) icp.observe({ z, aci: 0.2 });
        const restored = new DynamicIcp(JSON.parse(JSON.stringify(icp.exportState())));
        expect(restored.observe({ z: next, aci: 0.2 })).toEqual(icp.observe({ z: next, aci: 0.2 }));
      }),
    );
  });

  it('is off by default', () => {
    expect(defaultsOf(icpConfig)).toEqual({ icp: { observe: false } });
  });
});
