import { auroractl, startGate, type TestGate } from '../cli/run-auroractl.fixture';

const BODY = {
  order: { symbol: 'BTCUSDT', side: 'buy', qty: 1, price: 100 },
  market: { latency_ms: 5, spread_bps: 2, slip_bps_est: 0.5, a_bps: 10, b_bps: 40, score: 0.9 },
};

let gate: TestGate;
beforeAll(async () => {
  gate = await startGate();
  for (const spread_bps of [2, 500, 500]) {
    const body = JSON.stringify({ ...BODY, market: { ...BODY.market, spread_bps } });
    await fetch(`${gate.url}/pretrade/check`, { method: 'POST', body });
  }
  const report = { order_id: '1', symbol: 'BTCUSDT', side: 'buy', qty: 1, status: 'filled', filled: 1, average: 100 };
  await fetch(`${gate.url}/posttrade/log`, { method: 'POST', body: JSON.stringify(report) });
});

const run = (...args: string[]) => auroractl(['metrics', ...args], { env: gate.env });
const COUNTS = {
  decisions: 3,
  allowed: 1,
  denied: 2,
  deny_rate: 2 / 3,
  denials: [{ guard: 'spread', reason: 'spread_bps_too_wide', denied: 2, share: 1 }],
};

it('sums up a window, the time since the start, and now, in JSON', async () => {
  const { code, out } = await run('--json', '--window', '1h');
  expect([code, JSON.parse(out)]).toMatchObject([
    0,
    {
      url: gate.url,
      window: { minutes: 60, ...COUNTS },
      since_start: {
        started_at: expect.stringMatching(/Z$/),
        decisions: COUNTS,
        latency_ms: { p50: expect.any(Number), p95: expect.any(Number), p99: expect.any(Number) },
        events_emitted: expect.any(Number),
        events_dropped: { held_back: 0 },
        orders: { success: 1, rejected: 0, submitted_shadow: 0 },
      },
      now: { latency_p99_ms: expect.any(Number), ece: null, cvar95_min: null, event_queue_depth: 0 },
      not_shown: [],
    },
  ]);
  expect((await run('--format', 'json')).code).toBe(0);
});

it('is a table, or markdown, or CSV', async () => {
  const table = (await run()).out;
  expect(table).toMatch(
    /^last 15 min\n +decisions +3\n +allowed +1\n +denied +2\n +deny rate +66\.7 %\n +denied by spread: spread_bps_too_wide +2\n/m,
  );
  expect(table).toMatch(/^ +own time p99 +[\d.]+ ms$/m);
  expect(table).toMatch(/^ +ECE of the model +not known$/m);
  const markdown = (await run('--format', 'markdown')).out;
  expect(markdown).toContain('| last 15 min | deny rate | 66.7 % |');
  const csv = (await run('--format', 'csv')).out.trimEnd().split('\n');
  expect(csv[0]).toBe('stretch,metric,value,unit');
  expect(csv).toContain('since start,denied by spread: spread_bps_too_wide,2,');
  expect(csv).toContain('now,ECE of the model,,');
  expect(csv.find((line) => line.includes('last one to two'))).toMatch(
    /^now,"own time p99, last one to two minutes",[\d.]+,ms$/,
  );
});

it('says what is missing without a token', async () => {
  const { code, out } = await auroractl(['metrics'], { env: { AURORA_API_URL: gate.url } });
  expect(code).toBe(0);
  expect(out).toMatch(/^since start\n +decisions +3$/m);
  expect(out).toMatch(/^not shown +window \(AURORA_API_TOKEN is not set\)$/m);
});

it.each([
  ['--window', '90s'],
  ['--window', '0'],
  ['--window', '25h'],
  ['--format', 'xml'],
  ['--json', '--format', 'csv'],
])('takes no %s %s %s', async (...args) => {
  const { code, out, err } = await run(...args.filter((word) => word !== undefined));
  expect([code, out]).toEqual([2, '']);
  expect(err).toMatch(/^error: /);
});
