import { denialRows, statusText } from './status-text';

type Status = Parameters<typeof statusText>[0];

const AT = Date.UTC(2026, 10, 22, 12);
const iso = (agoMs: number): string => new Date(AT - agoMs).toISOString();
const WELL: Status = {
  up: true,
  fine: true,
  concerns: [],
  url: 'http://127.0.0.1:8000',
  checked_at: iso(0),
  health: 'healthy',
  version: { version: '1.2.3', git_revision: null, order_profile: 'er_before_slip' },
  started_at: iso(7_500_000),
  mode: 'live',
  armed: true,
  trading_state: 'ACTIVE',
  health_state: 'ok',
  guard: null,
  decisions_15m: null,
  latency_p99_ms: null,
  event_log: { queue_depth: null, lost: 2, readiness: null },
  models: null,
  neutral_symbols: [],
  overlay: null,
  tuner: null,
  risk: null,
  clock_offset_s: null,
  not_shown: [],
};
/** The line that begins with a word. */
const line = (name: string, change: Partial<Status>): string | undefined =>
  statusText({ ...WELL, ...change })
    .split('\n')
    .find((text) => text.startsWith(`${name} `))
    ?.slice(name.length)
    .trim();

it('says version, start and what was lost', () => {
  expect(line('gate', {})).toBe('http://127.0.0.1:8000, version 1.2.3, up 2h05m since 2026-11-22 09:55:00Z');
  expect(line('event log', {})).toBe('ok, 2 LOST since the start');
});

it('says what is wrong before everything else, and that the gate is live', () => {
  const concerns = [{ code: 'x', what: 'it is broken', next: 'mend it' }];
  expect(statusText({ ...WELL, fine: false, concerns })).toMatch(
    /^NOT FINE LIVE\. One thing is wrong:\n {2}! it is broken\n {4}→ mend it\n\n/,
  );
});

const TUNER = { running: true, heartbeat_at: iso(4000), mode: 'explore' as const };
const CURRENT = { trial: 12, params: {}, since: iso(180_000), ttl_ms: 900_000, score: null };
const STUDY = { name: 'online', trials: 40, complete: 30, rejected: 6, running: 1, stale: 1, failed: 2 };

it.each([
  [{ running: false }, 'none has run here'],
  [{ ...TUNER, problem: 'status.json is none of a tuner' }, 'status.json is none of a tuner'],
  [{ ...TUNER, running: false }, 'not running, last heartbeat 4s ago'],
  [TUNER, 'explore, heartbeat 4s ago'],
  [{ ...TUNER, current: CURRENT, study: STUDY }, 'explore, trial 12 for 3m00s, 40 trials, heartbeat 4s ago'],
  [
    { ...TUNER, mode: 'frozen' as const, current: { ...CURRENT, trial: null } },
    'frozen, the base for 3m00s, heartbeat 4s ago',
  ],
])('a tuner: %j', (tuner, text) => expect(line('tuner', { tuner })).toBe(text));

const OVERLAY = { overlay: null, author: null, reason: null, applied_at_ms: null, config_hash: 'f00' };

it.each([
  [OVERLAY, 'none'],
  [
    { ...OVERLAY, overlay: { guards: {}, trap: {} }, author: 'ana', reason: 'thin books', applied_at_ms: AT - 60_000 },
    'by ana 1m00s ago: thin books (guards, trap)',
  ],
  [{ ...OVERLAY, overlay: {} }, 'by nobody named (empty)'],
])('an overlay: %j', (overlay, text) => expect(line('overlay', { overlay })).toBe(text));

it('puts what is missing together by the reason why', () => {
  const not_shown = [
    { part: 'model', why: 'A is not set' },
    { part: 'tuner', why: 'not served' },
    { part: 'risk', why: 'A is not set' },
  ];
  const lines = statusText({ ...WELL, not_shown })
    .split('\n')
    .slice(-2);
  expect(lines.map((text) => text.replace(/ +/g, ' '))).toEqual([
    'not shown model; risk (A is not set)',
    'not shown tuner (not served)',
  ]);
});

it.each([
  [8, 8, 'spread'],
  [9, 8, 'others'],
  [30, 8, 'others'],
])('of %d reasons %d rows are shown', (count, rows, last) => {
  const denials = Array.from({ length: count }, (_, n) => ({
    guard: 'spread',
    reason: `r${n}`,
    denied: 2,
    share: 1 / count,
  }));
  const shown = denialRows(denials);
  expect([shown.length, shown.at(-1)![0]]).toEqual([rows, last]);
  expect(shown.reduce((sum, [, , denied]) => sum + Number(denied), 0)).toBe(2 * count);
});
