import { ManualClock } from '@aurora/kernel';
import { GateBreaker } from './gate-breaker';
import type { Reply } from './reply';

const OK: Reply = { body: {} };
const lost = (kind: 'timeout' | 'unreachable'): Reply => ({ kind, away: true, message: '' });
const refused = (status: number, away: boolean): Reply => ({ kind: 'bad_status', away, status, message: '' });
const WRONG_CERTIFICATE: Reply = { kind: 'unreachable', away: false, message: '' };

let clock: ManualClock;
let breaker: GateBreaker;
const run = async (reply: Reply) => breaker.run(() => Promise.resolve(reply));
const after = async (...replies: Reply[]) => {
  for (const reply of replies) await run(reply);
  return breaker.state;
};

beforeEach(() => {
  clock = new ManualClock(1000);
  breaker = new GateBreaker({ failures: 3, openMs: 500 }, () => clock.nowMs());
});

describe('GateBreaker', () => {
  it('hands replies on', async () => expect(await run(OK)).toBe(OK));

  it.each<[string, Reply[], string]>([
    ['two lost ones', [lost('timeout'), lost('timeout')], 'closed'],
    ['three lost ones', [lost('timeout'), lost('unreachable'), lost('timeout')], 'open'],
    ['three with an answer between', [lost('timeout'), lost('timeout'), OK, lost('timeout')], 'closed'],
    ['refusals', Array(9).fill(refused(422, false)), 'closed'],
    ['a gate that is stopping', Array(9).fill(refused(503, true)), 'closed'],
    ['a refusal between', [lost('timeout'), lost('timeout'), refused(429, false), lost('timeout')], 'closed'],
    ['a certificate that does not fit', Array(9).fill(WRONG_CERTIFICATE), 'closed'],
  ])('after %s', async (_, replies, state) => expect(await after(...replies)).toBe(state));

  const open = () => after(lost('timeout'), lost('timeout'), lost('timeout'));

  it('asks nothing while it is open, to the end of the time', async () => {
    await open();
    clock.advance(499);
    expect(await run(OK)).toBeUndefined();
    clock.advance(1);
    expect(await run(OK)).toBe(OK);
    expect(breaker.state).toBe('closed');
  });

  it('lets one try, and turns the others away at once meanwhile', async () => {
    await open();
    clock.advance(500);
    let answer!: (reply: Reply) => void;
    const probe = breaker.run(() => new Promise<Reply>((resolve) => (answer = resolve)));
    expect(breaker.state).toBe('half_open');
    expect(await run(OK)).toBeUndefined();
    answer(OK);
    expect(await probe).toBe(OK);
    expect(await run(OK)).toBe(OK);
  });

  it('opens again when the one that tries is lost', async () => {
    await open();
    clock.advance(500);
    expect(await after(lost('timeout'))).toBe('open');
    clock.advance(499);
    expect(await run(OK)).toBeUndefined();
    clock.advance(1);
    expect(await run(OK)).toBe(OK);
  });

  it('closes on a refusal: somebody is there', async () => {
    await open();
    clock.advance(500);
    expect(await after(refused(503, true))).toBe('closed');
  });

  it('measures its pause with the clock it was given, not with one that is set back', async () => {
    jest.useFakeTimers({ now: 1e12, doNotFake: ['nextTick', 'queueMicrotask', 'performance', 'hrtime'] });
    try {
      await open();
      jest.setSystemTime(1e12 - 3_600_000);
      clock.advance(500);
      expect(await run(OK)).toBe(OK);
    } finally {
      jest.useRealTimers();
    }
  });

  it('gives back what the question throws, and is closed afterwards', async () => {
    await open();
    clock.advance(500);
    await expect(breaker.run(() => Promise.reject(new TypeError('no JSON')))).rejects.toThrow('no JSON');
    expect(breaker.state).toBe('closed');
  });

  it.each([{ failures: 0 }, { failures: 1.5 }, { failures: NaN }, { openMs: 0 }, { openMs: NaN }])(
    'refuses %p',
    (bad) => expect(() => new GateBreaker(bad, () => 0)).toThrow(RangeError),
  );
});
