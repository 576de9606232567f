import { OPS_TOKEN, startGate, startOnTerminal, auroractl, type TestGate } from '../cli/run-auroractl.fixture';

const NEW_TOKEN = 'zD4k_Ty7Qm-1Vb8Ns3Xe6Lg0Rw';
const CTRL_C = '\u0003';
const CTRL_D = '\u0004';
const UP_KEY = '\u001b[A';
const COLOUR = '\u001b[3';

let gate: TestGate;
let ops: Readonly<Record<string, string>>;
beforeAll(async () => {
  gate = await startGate({ AURORA_MODE: 'live' });
  ops = gate.env;
});

const isArmed = async (): Promise<boolean> => {
  const { out } = await auroractl(['state', '--json'], { env: ops });
  return (JSON.parse(out) as { readonly armed: boolean }).armed;
};

describe('a live gate', () => {
  it.each([
    ['no\n', /nothing was changed/],
    ['\n', /nothing was changed/],
    ['y\n', /nothing was changed/],
    [CTRL_C, /cancelled, nothing was changed/],
    [CTRL_D, /Type yes to go on:/],
  ])('is left alone when the answer is %j', async (keys, said) => {
    const { type, ended } = startOnTerminal(['disarm'], { env: ops });
    await type(keys, /The gate is LIVE\. This will stop every order, exits too\.[^]*Type yes to go on: /);
    const { code, out } = await ended;
    expect([code, out]).toEqual([1, expect.stringMatching(said)]);
    expect(await isArmed()).toBe(true);
  });

  it('is disarmed when the answer is yes, and armed without a question', async () => {
    const { type, ended } = startOnTerminal(['disarm'], { env: ops });
    await type('yes\n', /Type yes to go on: /);
    expect(await ended).toMatchObject({ code: 0, out: expect.stringContaining('Disarmed.') });
    expect(await isArmed()).toBe(false);
    expect(await startOnTerminal(['arm'], { env: ops }).ended).toMatchObject({ code: 0 });
    expect(await isArmed()).toBe(true);
  });

  it('wears colours on a terminal, unless they are refused', async () => {
    expect((await startOnTerminal(['status'], { env: ops }).ended).out).toContain(COLOUR);
    expect((await startOnTerminal(['status'], { env: { ...ops, NO_COLOR: '1' } }).ended).out).not.toContain('\u001b[');
  });

  it('is looked at again and again in one place until Ctrl-C', async () => {
    const { type, ended } = startOnTerminal(['status', '--watch', '500ms'], { env: ops });
    await type('', /FINE/);
    await type('', /\u001b\[H[^]*FINE/);
    await type(CTRL_C, /\u001b\[J/);
    expect(await ended).toMatchObject({ code: 0 });
  });
});

describe('a new token on a terminal', () => {
  const rotate = () => startOnTerminal(['rotate-token'], { env: ops });

  it('is refused when the two differ', async () => {
    const { type, ended } = rotate();
    await type(`${NEW_TOKEN}\n`, /New ops token \(not shown\): /);
    await type(`${NEW_TOKEN}x\n`, /Once more: /);
    const { code, out } = await ended;
    expect([code, out]).toEqual([2, expect.stringContaining('the two differ; nothing was changed')]);
    expect(out).not.toContain(NEW_TOKEN);
  });

  it('is refused at once when it is too short', async () => {
    const { type, ended } = rotate();
    await type(`${NEW_TOKEN.slice(0, 23)}\n`, /New ops token/);
    expect(await ended).toMatchObject({ code: 2, out: expect.stringContaining('it needs at least 24') });
  });

  it.each([CTRL_C, CTRL_D])('is not asked for again after %j', async (keys) => {
    const { type, ended } = rotate();
    await type(keys, /New ops token/);
    expect((await ended).code).toBe(1);
    expect((await auroractl(['state'], { env: ops })).code).toBe(0);
  });

  it('is asked for twice, never shown, and in force', async () => {
    const { type, ended } = rotate();
    await type(`${NEW_TOKEN}${UP_KEY}\n`, /New ops token \(not shown\): /);
    await type(`${NEW_TOKEN}\n`, /Once more: /);
    const { code, out } = await ended;
    expect([code, out]).toEqual([0, expect.stringContaining('Set the new one as OPS_TOKEN in .env')]);
    for (const token of [NEW_TOKEN, OPS_TOKEN, NEW_TOKEN.slice(-6)]) expect(out).not.toContain(token);
    expect((await auroractl(['state'], { env: ops })).code).toBe(1);
    ops = { ...ops, OPS_TOKEN: NEW_TOKEN };
    expect((await auroractl(['state'], { env: ops })).code).toBe(0);
  });
});
