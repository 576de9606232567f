import { Unreachable } from '../cli/failures';
import type { TestGate } from '../cli/run-auroractl.fixture';
import { AUTHOR, Overlays } from './overlays';
import { Client, KEY, startQuietGate } from './tuner.fixture';

jest.setTimeout(30_000);

/** The gate hears everything, but some of its answers are lost on the way. */
class LossyClient extends Client {
  loses = 0;

  override async post<T>(...asked: Parameters<Client['post']>): Promise<T> {
    const answer = await super.post<T>(...asked);
    if (this.loses-- > 0) throw new Unreachable('the answer was lost');
    return answer;
  }
}

const BASE = { guards: { spread_bps_limit: 70 } };
const WISH = { params: { [KEY]: 3 }, reason: 'trial 0' };

let process: TestGate;
let gate: LossyClient;
let overlays: Overlays;

beforeEach(async () => {
  process = await startQuietGate();
  gate = new LossyClient(process.url);
  await gate.apply(BASE, 'ops');
  overlays = new Overlays(gate);
  await overlays.begin(null);
});
afterEach(() => process.stop());

it('knows its own overlay when it was not told that it is in force', async () => {
  overlays.want(WISH);
  gate.loses = 1;
  await expect(overlays.settle()).rejects.toThrow(Unreachable);
  expect(await overlays.settle()).toBe('settled');
  expect(overlays.base.overlay).toEqual(BASE);
  overlays.want(null);
  expect(await overlays.settle()).toBe('settled');
  expect(await gate.active()).toMatchObject({ overlay: BASE, author: 'ops' });
});

it('takes it off all the same when the turn is over by then', async () => {
  overlays.want(WISH);
  gate.loses = 1;
  await expect(overlays.settle()).rejects.toThrow(Unreachable);
  overlays.want(null);
  expect(await overlays.settle()).toBe('settled');
  expect((await gate.active()).overlay).toEqual(BASE);
});

it('takes nobody for having taken it off when the answer to its own rollback was lost', async () => {
  overlays.want(WISH);
  await overlays.settle();
  overlays.want(null);
  gate.loses = 1;
  await expect(overlays.settle()).rejects.toThrow(Unreachable);
  expect(await overlays.settle()).toBe('settled');
  expect(await gate.active()).toMatchObject({ overlay: BASE, author: 'ops' });
});

it('goes from one trial to the next over the base alone', async () => {
  overlays.want({ params: { [KEY]: 3, 'reward.ttl_s': 90 }, reason: 'trial 0' });
  await overlays.settle();
  overlays.want({ params: { [KEY]: 4 }, reason: 'trial 1' });
  expect(await overlays.settle()).toBe('settled');
  expect(await gate.active()).toMatchObject({
    overlay: { ...BASE, reward: { expected_net_reward_threshold_bps: 4 } },
    author: AUTHOR,
    reason: 'trial 1',
  });
  // What stands below is the base, not the trial before.
  expect(await gate.post('/overlay/rollback', 'api')).toMatchObject({ overlay: BASE, author: 'ops' });
});

it('never undoes what another did between reading and writing', async () => {
  overlays.want(WISH);
  const theirs = { guards: { spread_bps_limit: 50 } };
  await Promise.all([overlays.settle(), gate.apply(theirs, 'lena')]);
  await overlays.settle();
  // Whoever came first: hers is the base, in force alone or below the trial.
  expect(overlays.base).toMatchObject({ overlay: theirs, author: 'lena' });
  expect((await gate.active()).overlay).toMatchObject(theirs);
});
