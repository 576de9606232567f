import { EVENT_CODES, EVENT_CODE_NOTES, isEventCode, isHealthCode, isReplayCode } from './event-codes';
import { normaliseEventCode } from './normalise-event-code';

describe('event codes', () => {
  it('are described, emitted by somebody and told apart by more than dots', () => {
    for (const code of EVENT_CODES) {
      const { description, emittedBy } = EVENT_CODE_NOTES[code];
      expect(description).toMatch(/^[A-Z].*\.$/);
      expect(emittedBy.length).toBeGreaterThan(0);
      expect(normaliseEventCode(code)).toBe(code);
      expect(normaliseEventCode(code.replaceAll('.', '_'))).toBe(code);
      expect(code).toMatch(/^[A-Z][A-Z0-9_]*(\.[A-Z0-9_]+)*$/);
    }
  });

  it('mark what a later decision depends on, and nothing that is rate-limited', () => {
    expect(EVENT_CODES.filter(isReplayCode)).toEqual([
      'AURORA.STARTUP.OK',
      'AURORA.ARM_STATE',
      'AURORA.COOL_OFF',
      'AURORA.HALT',
      'AURORA.RESUME',
      'OPS.RESET',
      'OPS.TOKEN.ROTATE',
      'CONFIG.SWITCHED',
      'CONFIG.GUARD_DISABLED',
      'OVERLAY.APPLY',
      'OVERLAY.ROLLBACK',
      'PARENT_GATE.RELOAD',
      'CALIBRATION.UPDATE',
      'POLICY.DECISION',
      'POSTTRADE.LOG',
      'GOVERNANCE.TRANSITION',
      'RISK.UPDATE',
    ]);
    expect(EVENT_CODES.filter((code) => isHealthCode(code) && isReplayCode(code))).toEqual([]);
  });

  it.each([
    ['ORDER_SUBMIT', 'ORDER.SUBMIT'],
    ['ORDER_CANCEL_ACK', 'ORDER.CANCEL.ACK'],
    ['ORDER.CANCEL_ACK', 'ORDER.CANCEL.ACK'],
    ['AURORA_COOL_OFF', 'AURORA.COOL_OFF'],
    ['SPREAD_GUARD_TRIP', 'SPREAD_GUARD_TRIP'],
    ['DQ_EVENT_STALE_BOOK', 'DQ_EVENT.STALE_BOOK'],
    ['RISK_DENY_POS_LIMIT', 'RISK.DENY.POS_LIMIT'],
    ['EXPECTED_NET_REWARD_GATE', 'EXPECTED_NET_REWARD_GATE'],
  ])('reads %s as %s', (old, code) => {
    expect(normaliseEventCode(old)).toBe(code);
  });

  it.each(['', 'ORDER', 'order_submit', 'ORDER.SUBMIT ', 'ORDER..SUBMIT', 'toString', '__proto__', 'ORDER.SUBMITTED'])(
    'refuses %p',
    (text) => {
      expect(() => normaliseEventCode(text)).toThrow(RangeError);
      expect(isEventCode(text)).toBe(false);
    },
  );
});
