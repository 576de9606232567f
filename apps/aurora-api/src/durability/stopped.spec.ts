import { until } from '../api.fixture';
import { ChildApi, Traders } from '../child-api.fixture';
import {
  aroundDurabilityTests,
  CLIENTS,
  decisionsOf,
  eventsIn,
  expectOnRecord,
  expectReplays,
  folderWith,
  locksIn,
  storedState,
  TOKENS,
} from './durability.fixture';

aroundDurabilityTests();

describe('a service that is told to stop', () => {
  it('answers everything it has accepted, writes it down and goes, however often it is told', async () => {
    const folder = folderWith({ mode: 'live' });
    const api = await ChildApi.start({ folder, env: TOKENS });
    expect(locksIn(folder)).toHaveLength(2);
    const traders = new Traders();
    const clients = Array.from({ length: CLIENTS }, (_, i) => traders.trade(api, `${i}`, 'BTCUSDT'));
    await until(() => traders.heard.length > 200, 'under load');
    api.signal('SIGTERM');
    // Two signals of one kind may arrive as one; these do not.
    api.signal('SIGINT');
    const ended = await api.kill('SIGTERM');
    await Promise.all(clients);
    expect(ended).toMatchObject({ code: 0, signal: null, err: expect.not.stringContaining('"level":50') });
    expect(locksIn(folder)).toEqual([]);
    const events = await eventsIn(folder);
    const decisions = decisionsOf(events);
    expectOnRecord(traders.heard, decisions);
    expect(traders.heard).toHaveLength(decisions.size);
    expect(storedState(folder)).toMatchObject({
      engine: expectReplays(events).snapshot(),
      ts_ns: String(events.at(-1)!.tsNs),
    });
  });
});
