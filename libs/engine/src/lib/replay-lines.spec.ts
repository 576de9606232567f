import fc from 'fast-check';
import { parseRecord } from '@aurora/events';
import { GUARD_SET } from '@aurora/gates';
import { cutDecision } from './decision-line';
import { ownLine } from '@aurora/events';
import { histories, live, sections } from './history.fixture';
import { LogReplay } from './replay';
import { tried } from './runs.fixture';
import { bodyOf, Session } from './session.fixture';

/** What a replay has come to after each line, bad lines and what could not be judged included. */
function course(lines: readonly string[], feed: (replay: LogReplay, line: string) => void) {
  const replay = new LogReplay(GUARD_SET);
  const problems = lines.flatMap((line, at) => {
    try {
      feed(replay, line);
      return [];
    } catch (error) {
      return [`${at}: ${(error as Error).name}: ${(error as Error).message}`];
    }
  });
  const { decisions, differenceCount, differences } = replay;
  return { problems, decisions, differenceCount, differences, snapshot: JSON.stringify(replay.snapshot()) };
}

const byLine = (lines: readonly string[]) => course(lines, (replay, line) => replay.feedLine(line));
const byRecord = (lines: readonly string[]) => course(lines, (replay, line) => replay.feed(parseRecord(line)));

const isCut = (line: string): boolean => {
  const own = ownLine(line);
  return own !== null && cutDecision(line, own) !== null;
};

/** The same line with its members in another order, with white space, or with everything escaped that may be. */
const RESPELT: readonly ((line: string) => string)[] = [
  (line) => line,
  (line) => line.replace(/^\{("ts_ns":\d{19}),(.*)\}$/s, '{$2,$1}'),
  (line) => line.replace('"details":{', '"details": {'),
  (line) => line.replace('"request":{"order"', '"request": {"order"'),
  (line) => line.replace('"allow":true', '"\\u0061llow":true'),
  (line) => line.replace(/("request":.*),("decision":.*)\}\}$/s, '$2,$1}}'),
  (line) => line.replace('"POLICY.DECISION"', '"POLICY_DECISION"'),
  (line) => line.replace(/"now_ms":(\d+),/, '"now_ms":$1.0,'),
];

describe('LogReplay.feedLine', () => {
  it('does what feed of the parsed line does, however the line is spelt', () => {
    let cut = 0;
    fc.assert(
      fc.property(
        sections,
        histories(40, { clock: 'erratic' }),
        fc.infiniteStream(fc.nat(RESPELT.length * 2)),
        (config, history, spellings) => {
          const session = new Session(config);
          live(session, history);
          const lines = session.lines.map((line) => (RESPELT[spellings.next().value as number] ?? RESPELT[0]!)(line));
          cut += lines.filter(isCut).length;
          expect(byLine(lines)).toEqual(byRecord(lines));
        },
      ),
      tried(60),
    );
    expect(cut).toBeGreaterThan(100);
  });

  it.each<[string, object]>([
    ['text beyond ASCII', bodyOf({ symbol: 'Ƀtc/usdt', client_order_id: 'zwölf–„12“ 🙂\u2028' })],
    ['quotes and backslashes', bodyOf({ client_order_id: '"},\\"decision":{"allow":true,\\' })],
    ['half a character', bodyOf({ client_order_id: 'x\ud800' })],
    ['a member of the name of the answer', { ...bodyOf(), account: {}, decision: { allow: true, max_qty: 9 } }],
    ['that member within another', { ...bodyOf(), note: { deep: {}, decision: { allow: true } }, ts: 1 }],
    ['names of prototypes', JSON.parse(`{"__proto__":{"order":1},${JSON.stringify(bodyOf()).slice(1)}`) as object],
  ])('judges a request with %s', (_what, body) => {
    const session = new Session();
    session.check(body);
    session.advance(10).check(bodyOf());
    expect(byLine(session.lines)).toEqual({
      ...byRecord(session.lines),
      problems: [],
      decisions: 2,
      differenceCount: 0,
    });
  });

  it('finds each changed character, as a bad line or as a difference, and as feed does', () => {
    const session = new Session({ aurora: { min_open_interval_ms: 50 } });
    for (let n = 0; n < 3; n++) session.advance(30).check(bodyOf());
    const at = session.lines.findIndex((line) => line.includes('"POLICY.DECISION"'));
    const line = session.lines[at]!;
    const change = fc.record({ from: fc.nat(line.length - 1), to: fc.constantFrom('7', 'x', '"', '}', ',', '\\', '') });
    fc.assert(
      fc.property(change, ({ from, to }) => {
        fc.pre(line[from] !== to);
        const lines = session.lines.with(at, line.slice(0, from) + to + line.slice(from + 1));
        const [fast, slow] = [byLine(lines), byRecord(lines)];
        expect([fast.problems, fast.decisions]).toEqual([slow.problems, slow.decisions]);
        // Of an answer that cannot be read the request has been seen, so only what is no bad line leaves the same behind.
        if (fast.problems.length === 0) expect(fast).toEqual(slow);
      }),
      tried(400),
    );
  });

  it('refuses a torn line, and reserves nothing for it', () => {
    const session = new Session();
    session.check(bodyOf());
    const [start = '', decision = ''] = session.lines;
    const replay = new LogReplay(GUARD_SET);
    replay.feedLine(start);
    expect(isCut(decision)).toBe(true);
    expect(() => replay.feedLine(`${decision.slice(0, -80)}}}`)).toThrow(SyntaxError);
    expect([replay.decisions, replay.snapshot()!.reservations.reservations]).toEqual([0, []]);
  });

  it('cuts the lines that a session writes', () => {
    const session = new Session();
    for (let n = 0; n < 5; n++) session.advance(7.5).check(bodyOf({ client_order_id: `c-${n}` }));
    const decisions = session.lines.filter((line) => line.includes('"POLICY.DECISION"'));
    expect(decisions.map(isCut)).toEqual([true, true, true, true, true]);
  });
});
