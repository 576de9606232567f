import { parseRecord } from '@aurora/events';
import { eventText, shortDecision, unreadableText } from './event-text';

const shown = (code: string, details: object, more = ''): string =>
  eventText(
    parseRecord(
      `{"ts_ns":1767225600123999999,"run_id":"r","event_code":"${code}"${more},"details":${JSON.stringify(details)}}`,
    ),
  );
const ORDER =
  ',"symbol":"BTCUSDT","cid":"ws-1","side":"sell","price":63931.25,"qty":0.015,"decision_id":"01a202e9-18b1-77bd-997b-df274064eda1"';

it.each([
  [
    'POLICY.DECISION',
    { decision: { allow: false, reason: 'latency_guard', max_qty: 0 } },
    ORDER,
    '2026-01-01 00:00:00.123 POLICY.DECISION          BTCUSDT    …df274064eda1 ws-1 sell 0.015 @ 63931.25 deny latency_guard max_qty=0',
  ],
  [
    'POLICY.DECISION',
    { source: 'gate', allow: true, reason: 'ok', max_qty: 0.015 },
    ',"cid":"ws-1"',
    '2026-01-01 00:00:00.123 POLICY.DECISION                                   ws-1 allow ok max_qty=0.015',
  ],
  [
    'MODEL.CALIBRATION',
    { score: -0.5251608710680115, p_cal: 0.7408366777, model: 'sigmoid@1', book_age_ms: 0 },
    ',"symbol":"ETHUSDT"',
    '2026-01-01 00:00:00.123 MODEL.CALIBRATION        ETHUSDT                  score=-0.52516 p_cal=0.74084 model=sigmoid@1',
  ],
  [
    'POSTTRADE.LOG',
    { body: { status: 'filled', filled: 1, average: 64_000.5 } },
    '',
    'status=filled filled=1 average=64000.5',
  ],
  [
    'WS.GAP',
    { lane: 'public', note: null, list: [1, 2], now_ms: 5, long: 'x'.repeat(100) },
    '',
    `lane=public list=[1,2] long=${'x'.repeat(59)}…`,
  ],
  ['AURORA.RESUME', {}, '', 'AURORA.RESUME'],
])('%s %j', (code, details, more, expected) => {
  const text = shown(code, details, more);
  expect(expected.startsWith('2026') ? text : text.slice(-expected.length)).toBe(expected);
});

it('names whose log it is', () => {
  const event = parseRecord('{"ts_ns":1767225600123999999,"run_id":"r","event_code":"WS.CONNECT","details":{}}');
  expect(eventText(event, { who: 'runner' })).toBe('2026-01-01 00:00:00.123 runner WS.CONNECT');
});

it('keeps short ids whole, and of long ones the end', () => {
  expect(shortDecision('d-279')).toBe('d-279');
  expect(shortDecision('01a202e9-18b1-77bd-997b-df274064eda1')).toBe('…df274064eda1');
});

it('shows what is no event', () => {
  expect(unreadableText('{"x', 'not JSON')).toBe('unreadable line (not JSON): {"x');
});
