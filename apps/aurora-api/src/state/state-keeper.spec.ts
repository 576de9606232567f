import { until } from '../api.fixture';
import { type PersistedState } from './persisted-state';
import { stateOf } from './state.fixture';
import { StateKeeper } from './state-keeper';
import { type StateStore } from './state-store';

/** A store whose saves end when they are told to. */
class HeldStore implements StateStore {
  readonly saves: { readonly state: PersistedState; readonly end: (error?: Error) => void }[] = [];
  underWay = 0;
  closed = false;

  load(): Promise<null> {
    return Promise.resolve(null);
  }

  async save(state: PersistedState): Promise<void> {
    this.underWay++;
    expect(this.underWay).toBe(1);
    try {
      await new Promise<void>((resolve, reject) => {
        this.saves.push({ state, end: (error) => (error ? reject(error) : resolve()) });
      });
    } finally {
      this.underWay--;
    }
  }

  close(): Promise<void> {
    this.closed = true;
    return Promise.resolve();
  }
}

/** A keeper of a state that says how often something was done. */
function keeperOf(flushMs = 1) {
  const store = new HeldStore();
  const said: (string | null)[] = [];
  const now = { done: 0 };
  const keeper = new StateKeeper(
    store,
    flushMs,
    () => ({ ...stateOf(0), ts_ns: String(now.done) }),
    (error) => void said.push(error?.message ?? null),
  );
  const begun = (count: number): Promise<void> => until(() => store.saves.length === count, `save ${count}`);
  return { store, keeper, said, now, begun };
}

describe('StateKeeper', () => {
  it('saves one state at a time, and once for all who ask during a save', async () => {
    const { store, keeper, now, begun } = keeperOf();
    now.done = 1;
    const first = keeper.save();
    await begun(1);
    const heard: string[] = [];
    now.done = 2;
    const second = keeper.save().then(() => heard.push('second'));
    now.done = 3;
    const third = keeper.save().then(() => heard.push('third'));
    store.saves[0]!.end();
    await first;
    await begun(2);
    expect([store.saves[0]!.state.ts_ns, store.saves[1]!.state.ts_ns, heard]).toEqual(['1', '3', []]);
    now.done = 4;
    const fourth = keeper.save();
    store.saves[1]!.end();
    await Promise.all([second, third]);
    await begun(3);
    expect([store.saves[2]!.state.ts_ns, heard]).toEqual(['4', ['second', 'third']]);
    store.saves[2]!.end();
    await fourth;
  });

  it('tells everyone who waits for a save that it failed, and tries again by itself', async () => {
    const { store, keeper, said, begun } = keeperOf();
    const both = Promise.allSettled([keeper.save(), keeper.save()]);
    await begun(1);
    store.saves[0]!.end(new Error('no room'));
    expect((await both).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect([keeper.ok, said]).toEqual([false, ['no room']]);
    await begun(2);
    store.saves[1]!.end();
    await until(() => keeper.ok, 'stored again');
    expect(said).toEqual(['no room', null]);
  });

  it('fails where the state cannot be taken', async () => {
    const store = new HeldStore();
    const taking = (): never => {
      throw new Error('broken');
    };
    const keeper = new StateKeeper(store, 60_000, taking, () => undefined);
    await expect(keeper.save()).rejects.toThrow('broken');
    expect(keeper.ok).toBe(false);
  });

  it('saves a change without being asked, and the last one before it closes', async () => {
    const { store, keeper, now, begun } = keeperOf();
    keeper.changed();
    keeper.changed();
    await begun(1);
    now.done = 7;
    const closed = keeper.close();
    store.saves[0]!.end();
    await begun(2);
    expect([store.saves[1]!.state.ts_ns, store.closed]).toEqual(['7', false]);
    store.saves[1]!.end();
    await closed;
    expect(store.closed).toBe(true);
    keeper.changed();
  });

  it('gives the store back also when the last save fails', async () => {
    const { store, keeper, begun } = keeperOf();
    const closed = keeper.close();
    await begun(1);
    store.saves[0]!.end(new Error('no room'));
    await expect(closed).rejects.toThrow('no room');
    expect(store.closed).toBe(true);
  });
});
