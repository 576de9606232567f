import { join } from 'node:path';
import { auroractl, freshFolder } from '../cli/run-auroractl.fixture';
import { START_MS, writeRunnerLog, writeSession } from '../events/session.fixture';

describe('events summary', () => {
  it('puts the whole into a few lines and tables', async () => {
    const dir = join(freshFolder(), 'session');
    await writeSession(dir, { decisions: 90, partBytes: 20_000 });
    await writeRunnerLog(dir, 1);
    const { code, out, err } = await auroractl(['events', 'summary', dir]);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^log {11}.+aurora_events\.jsonl: 211 events in \d+ files, \d+ kB$/m);
    expect(out).toContain('time (UTC)    2026-01-05 08:00:00 to 2026-01-05 08:01:30, 90 s');
    expect(out).toContain('decisions     90: 60 allowed, 30 denied (33.3 %)');
    expect(out).toContain('orders        submitted 60, filled 60, cancelled 0, rejected 0, expired 0, denied 30');
    expect(out).toMatch(/│ latency_guard +│ +15 │ 16\.7 % │/);
    expect(out).toMatch(/│ 2026-01-05 08:00 │ +211 │ +60 │ +30 │ +33\.3 % │/);
    expect(out).toMatch(/not in it: .+runner.aurora_events\.jsonl/);
  });

  it('shows one table with all its rows, and of a stretch only', async () => {
    const dir = join(freshFolder(), 'session');
    await writeSession(dir, { decisions: 40, stepMs: 3_600_000 });
    const all = await auroractl(['events', 'summary', dir, '--by', 'hour']);
    expect(all.out.match(/^│ 2026-/gm)).toHaveLength(41);
    expect(all.out).not.toContain('│ reason');
    const short = await auroractl(['events', 'summary', dir]);
    expect(short.out).toContain('… and 31 more: --by hour');
    const stretch = await auroractl([
      'events',
      'summary',
      dir,
      '--since',
      '2026-01-05T10:00',
      '--until',
      '2026-01-05T12:00',
      '--json',
    ]);
    expect(JSON.parse(stretch.out)).toMatchObject({
      from: new Date(START_MS + 7_200_000).toISOString(),
      decisions: { total: 2 },
    });
  });

  it.each([
    [['--by', 'colour'], /Allowed choices are code, symbol, reason, hour/],
    [['--since', 'soon'], /must be a duration such as 15m, or a time in UTC/],
    [['nowhere'], /there is no file or folder nowhere/],
  ])('%j is a wrong command line', async (args, said) => {
    const { code, err } = await auroractl(['events', 'summary', ...args]);
    expect(code).toBe(2);
    expect(err).toMatch(said);
    expect(err).not.toMatch(/^\s+at /m);
  });
});
