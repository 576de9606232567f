import fc from 'fast-check';
import { EventGlance } from './event-glance';
import { anyRecord } from './event-record.fixture';
import { parseRecord } from './parse-record';
import { serialiseRecord } from './serialise-record';

interface Seen {
  tsNs: bigint;
  runId: string;
  code: string;
  symbol: string | null;
  cid: string | null;
  decisionId: string | null;
  heldBack: number;
  allow: boolean | null;
  reason: string | null;
  latencyMs: number | null;
}

/** What a glance at a line shows; the line stands among others. */
function glance(line: string, event = new EventGlance()): Seen {
  const before = Buffer.from('{"ts_ns":1}\n');
  const bytes = Buffer.concat([before, Buffer.from(line), Buffer.from('\n{"a":1}\n')]);
  event.read(bytes, before.length, before.length + Buffer.byteLength(line));
  const { seconds, nanos, runId, code, symbol, cid, decisionId, heldBack, allow, reason, latencyMs } = event;
  const tsNs = BigInt(seconds) * 1_000_000_000n + BigInt(nanos);
  return { tsNs, runId, code, symbol, cid, decisionId, heldBack, allow, reason, latencyMs };
}

/** The same, by parsing. */
function parsed(line: string): Seen {
  const { tsNs, runId, eventCode, symbol, cid, decisionId, details } = parseRecord(line);
  const decision = objectOr(details['decision'], details);
  const within = objectOr(details['decision'], {});
  const inner = (name: string): unknown => decision[name] ?? details[name];
  const { latency_ms: latency } = objectOr(within['observability'], {});
  const held = details['held_back'];
  const allow = typeof decision['allow'] === 'boolean' ? decision['allow'] : details['allow'];
  const reason = typeof inner('reason') === 'string' ? inner('reason') : details['reason'];
  return {
    tsNs,
    runId,
    code: eventCode,
    symbol: symbol ?? null,
    cid: cid ?? null,
    decisionId: decisionId ?? null,
    heldBack: typeof held === 'number' ? held : 0,
    allow: typeof allow === 'boolean' ? allow : null,
    reason: typeof reason === 'string' ? reason : null,
    latencyMs: typeof latency === 'number' ? latency : null,
  };
}

const objectOr = (value: unknown, other: Record<string, unknown>): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : other;

/** Whether a line has to be parsed whole. */
function needsParsing(line: string): boolean {
  const parse = jest.spyOn(JSON, 'parse');
  try {
    glance(line);
    return parse.mock.calls.length > 0;
  } finally {
    parse.mockRestore();
  }
}

const DECISION =
  '{"ts_ns":1721347201488965332,"run_id":"gate-1","event_code":"POLICY.DECISION","symbol":"BTCUSDT","cid":"ws-1-330","side":"sell","price":63960,"qty":0.015,"decision_id":"d-279","details":{"now_ms":1721347201488.9653,"request":{"ts":1721347201488,"order":{"symbol":"ETHUSDT","note":"\\"decision\\":{\\"allow\\":true","reason":"other"},"market":{"latency_ms":7,"trap":[{"allow":true},[1,2]]}},"decision":{"allow":false,"max_qty":0,"reason":"expected_return_gate","observability":{"gate_state":"BLOCK","latency_ms":2.088623046875,"guards":[{"guard":"latency","reason":"x","latency_ms":9}]}}}}';

const details = (json: string, more = ''): string =>
  `{"ts_ns":1767225600123456789,"run_id":"r","event_code":"ORDER.ACK"${more},"details":${json}}`;

describe('EventGlance', () => {
  it('takes of a decision what it says itself, not what stands in the request or in a guard', () => {
    expect(glance(DECISION)).toEqual({
      tsNs: 1721347201488965332n,
      runId: 'gate-1',
      code: 'POLICY.DECISION',
      symbol: 'BTCUSDT',
      cid: 'ws-1-330',
      decisionId: 'd-279',
      heldBack: 0,
      allow: false,
      reason: 'expected_return_gate',
      latencyMs: 2.088623046875,
    });
    expect(needsParsing(DECISION)).toBe(false);
  });

  it('forgets the line before', () => {
    const event = new EventGlance();
    glance(DECISION, event);
    expect(glance(details('{}'), event)).toEqual(parsed(details('{}')));
  });

  it.each([
    ['of the runner', '{"source":"gate","allow":true,"reason":"ok","max_qty":1}', { allow: true, reason: 'ok' }],
    [
      'without a latency',
      '{"decision":{"allow":true,"reason":"ok","observability":{"latency_ms":null}}}',
      { latencyMs: null },
    ],
    ['held back', '{"held_back":12,"n":1}', { heldBack: 12 }],
    ['without a reason', '{"outcome":"allow","reason":null}', { reason: null }],
    ['empty', '{}', { allow: null, reason: null, heldBack: 0 }],
  ])('reads details %s without parsing', (_what, json, expected) => {
    expect(glance(details(json))).toMatchObject(expected);
    expect(needsParsing(details(json))).toBe(false);
  });

  it.each([
    [
      'another order of the members',
      '{"details":{"decision":{"reason":"ok","allow":true}},"decision_id":"d","event_code":"POLICY.DECISION","run_id":"r","ts_ns":1767225600123456789}',
      false,
    ],
    [
      'white space',
      `{ "ts_ns": 1767225600123456789, "run_id": "r", "event_code": "ORDER.ACK", "details": { "held_back": 3 } }`,
      true,
    ],
    ['escapes in a value that counts', details('{"reason":"a\\"b\\u0041"}', ',"symbol":"\\u0042TC"'), true],
    ['escapes in a name that counts', details('{"d\\u0065cision":{"allow":true}}'), true],
    ['a name twice, the last counts', details('{"allow":true,"allow":false}'), true],
    ['a time twice, the last counts', `{"ts_ns":1767225600123456788,${details('{}').slice(1)}`, true],
    ['a decision that is no object', details('{"decision":[{"allow":true}],"reason":"r"}'), true],
    ['two levels that say allow', details('{"allow":true,"decision":{"allow":false}}'), true],
    ['a number in place of a text', details('{"reason":5,"held_back":"x"}'), true],
    ['a code of old emitters', details('{}').replace('ORDER.ACK', 'ORDER_ACK'), true],
    ['more levels than it follows', details(`{"x":${'['.repeat(40)}${']'.repeat(40)},"held_back":2}`), true],
    ['letters beyond ASCII', details('{"reason":"größer €"}', ',"symbol":"ΩUSDT"'), false],
    ['the last time there can be', details('{}').replace('1767225600123456789', '9223372036854775807'), true],
    ['the first time there can be', details('{}').replace('1767225600123456789', '1000000000000000000'), false],
  ])('reads %s as parsing does', (_what, line, isParsed) => {
    expect(glance(line)).toEqual(parsed(line));
    expect(needsParsing(line)).toBe(isParsed);
  });

  it.each([
    ['nothing', ''],
    ['half a line', DECISION.slice(0, -200)],
    ['a line without its end', DECISION.slice(0, -1)],
    ['two lines in one', DECISION.slice(0, 900) + DECISION],
    ['a line and more', `${DECISION}}`],
    ['brackets that do not fit', details('{"a":[1}')],
    ['a text', '"ts_ns"'],
    ['no object', '[1]'],
    ['no time', details('{}').replace('"ts_ns"', '"ts"')],
    ['18 digits', details('{}').replace('1767225600123456789', '176722560012345678')],
    ['a time as a text', details('{}').replace('1767225600123456789', '"1767225600123456789"')],
    ['a time beyond 63 bits', details('{}').replace('1767225600123456789', '9300000000000000000')],
    ['no run', details('{}').replace('"run_id":"r",', '')],
    ['an empty run', details('{}').replace('"r"', '""')],
    ['an unknown code', details('{}').replace('ORDER.ACK', 'ORDER.ACKS')],
    ['details that are no object', details('[]')],
    ['a member nobody knows', details('{}', ',"colour":1')],
  ])('refuses %s', (_what, line) => {
    expect(() => parseRecord(line)).toThrow();
    expect(() => glance(line)).toThrow();
  });

  const decision = fc.record(
    {
      allow: fc.oneof(fc.boolean(), fc.constant(null)),
      reason: fc.oneof(fc.string({ unit: 'binary' }), fc.constant(null)),
      observability: fc.oneof(fc.record({ latency_ms: fc.oneof(fc.double(), fc.constant(null)) }), fc.jsonValue()),
      max_qty: fc.jsonValue(),
    },
    { requiredKeys: [] },
  );
  const withDecision = fc.tuple(anyRecord, fc.option(decision)).map(([record, made]) => {
    const line = serialiseRecord(made === null ? record : { ...record, details: { request: record.details } });
    return made === null ? line : line.replace(/\}\}$/, () => `},"decision":${JSON.stringify(made)}}}`);
  });

  it('sees of any line what parsing sees', () => {
    fc.assert(
      fc.property(withDecision, (line) => {
        fc.pre(isEvent(line));
        expect(glance(line)).toEqual(parsed(line));
      }),
      { numRuns: 400 },
    );
  });

  it('takes no torn line for an event', () => {
    fc.assert(
      fc.property(withDecision, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (line, share) => {
        const bytes = Buffer.from(line);
        const event = new EventGlance();
        expect(() => event.read(bytes, 0, Math.floor(bytes.length * share))).toThrow();
      }),
      { numRuns: 400 },
    );
  });
});

function isEvent(line: string): boolean {
  try {
    parseRecord(line);
    return true;
  } catch {
    return false;
  }
}
