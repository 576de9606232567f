import { defaultsOf } from '@aurora/kernel';
import { resolveSprtBoundaries, waldBoundaries } from './sprt-boundaries';
import { sprtConfig } from './sprt-config';

describe('waldBoundaries', () => {
  it('are ln((1−β)/α) and ln(β/(1−α))', () => {
    expect(waldBoundaries(0.05, 0.2)).toEqual({ a: Math.log(0.8 / 0.05), b: Math.log(0.2 / 0.95) });
  });

  it.each([
    [0, 0.1],
    [1, 0.1],
    [0.1, 0],
    [0.1, 1],
    [NaN, 0.1],
    [0.1, NaN],
  ])('refuse alpha %d with beta %d', (alpha, beta) => {
    expect(() => waldBoundaries(alpha, beta)).toThrow(RangeError);
  });
});

describe('resolveSprtBoundaries', () => {
  const none = { a: false, b: false };
  const own = { A: 3, B: -1 };
  const wald = waldBoundaries(0.05, 0.1);

  it.each([
    [null, null, none, { a: 3, b: -1 }],
    [0.05, 0.1, none, wald],
    [0.05, 0.1, { a: true, b: false }, { a: 3, b: -1 }],
    [0.05, 0.1, { a: false, b: true }, { a: 3, b: -1 }],
    [0.05, 0.1, { a: true, b: true }, { a: 3, b: -1 }],
    [null, null, { a: true, b: true }, { a: 3, b: -1 }],
  ])('alpha %p, beta %p, environment %j: %j', (alpha, beta, fromEnv, expected) => {
    expect(resolveSprtBoundaries({ alpha, beta, ...own }, fromEnv)).toEqual(expected);
  });

  it.each([
    [0.05, null, 'sprt.alpha and sprt.beta are given together or not at all, got 0.05 and null'],
    [null, 0.1, 'sprt.alpha and sprt.beta are given together or not at all, got null and 0.1'],
    [0.5, 0.5, 'sprt.alpha + sprt.beta must be below 1, got 1'],
  ])('refuses alpha %p with beta %p', (alpha, beta, message) => {
    expect(() => resolveSprtBoundaries({ alpha, beta, ...own }, none)).toThrow(message);
  });
});

describe('sprtConfig', () => {
  it('has the documented defaults', () => {
    expect(defaultsOf(sprtConfig).sprt).toEqual({
      enabled: true,
      timeoutMs: 500,
      alpha: null,
      beta: null,
      sigma: 1,
      A: 2,
      B: -2,
      maxObs: 10,
    });
  });

  it('has an environment name for every key', () => {
    expect(Object.values(sprtConfig.sprt).map(({ env }) => env?.join())).toEqual([
      'AURORA_SPRT_ENABLED',
      'AURORA_SPRT_TIMEOUT_MS',
      'AURORA_SPRT_ALPHA',
      'AURORA_SPRT_BETA',
      'AURORA_SPRT_SIGMA',
      'AURORA_SPRT_A',
      'AURORA_SPRT_B',
      'AURORA_SPRT_MAX_OBS',
    ]);
  });
});
