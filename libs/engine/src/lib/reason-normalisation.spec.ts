import { GATE_REASONS, gateCode, normaliseGateReason } from '@aurora/events';
import { REASONS, reasonCodeOf } from '@aurora/gates';

const listed = new Set(GATE_REASONS.map(({ code }) => code));

it.each([...REASONS.keys()])('the records know %s', (code) => {
  const normalised = normaliseGateReason(`${code}:91.2`);
  expect(normalised.code).toBe(code);
  expect(normalised.class).not.toBe('unknown');
  expect(listed).toContain(code);
});

it('the records know no code that the gate does not give', () => {
  // A cyclic sequence is noted and blocks nothing.
  const known = [...REASONS.keys(), 'DQ_EVENT.CYCLIC_SEQUENCE'] as string[];
  expect([...listed].filter((code) => !known.includes(code))).toEqual([]);
});

it.each(['ok', 'spread_bps_too_wide:91.2', 'trap_guard:z=1.90', 'RISK.DENY.CVAR', ''])(
  'gate and records read the same code from %p',
  (reason) => {
    expect(gateCode(reason)).toBe(reasonCodeOf(reason));
  },
);
