import { KilledService, CAP_USDT, capped } from './killed-service.fixture';
import {
  aroundDurabilityTests,
  decisionsOf,
  eventsIn,
  expectOnRecord,
  expectReplays,
  storedState,
} from './durability.fixture';

aroundDurabilityTests();

describe('a service that is killed under load', () => {
  it.each([
    { durability: 'os', rounds: 5 },
    { durability: 'disk', rounds: 3 },
  ] as const)('forgets nothing it answered, $rounds times, durability $durability', async ({ durability, rounds }) => {
    const service = new KilledService(durability, rounds);
    const { folder, traders } = service;
    let api = await service.start(0);
    for (let round = 0; round < rounds; round++) api = await service.round(api, round);
    expect(await api.kill('SIGTERM')).toMatchObject({ code: 0 });
    expect(service.answered).toBeGreaterThanOrEqual(rounds / 2);

    const events = await eventsIn(folder);
    const decisions = decisionsOf(events);
    expectOnRecord(traders.heard, decisions);
    const keys = [...decisions.values()].flatMap(({ key }) => key ?? []);
    expect(new Set(keys).size).toBe(keys.length);
    const granted = new Map<string, number>();
    for (const { symbol, grantedUsdt } of decisions.values()) {
      granted.set(symbol, (granted.get(symbol) ?? 0) + grantedUsdt);
    }
    for (let round = 0; round < rounds; round++) expect(granted.get(capped(round))).toBe(CAP_USDT);

    const codes = events.map(({ eventCode }) => eventCode);
    expect(codes.filter((code) => code === 'AURORA.STARTUP.OK')).toHaveLength(rounds + 1);
    const replay = expectReplays(events);
    expect(replay.decisions).toBe(decisions.size);
    expect(storedState(folder).engine).toEqual(replay.snapshot());
  });
});
