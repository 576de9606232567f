import { FaultBoard } from './fault-board';
import { parseScheduledFault, readFault } from './parse-fault';

describe('parseScheduledFault', () => {
  it.each([
    ['disconnect@10s', { everyMs: 10_000, fault: { kind: 'disconnect' } }],
    ['stall@60s:7s', { everyMs: 60_000, fault: { kind: 'stall', durationMs: 7000 } }],
    ['crossed/btcusdt@1.5m:500ms', { everyMs: 90_000, fault: { kind: 'crossed', symbol: 'BTCUSDT', durationMs: 500 } }],
    ['slow@60s:10s:250ms', { everyMs: 60_000, fault: { kind: 'slow', durationMs: 10_000, delayMs: 250 } }],
    ['rest_429@5s:1s', { everyMs: 5000, fault: { kind: 'rest_429', durationMs: 1000 } }],
  ])('%s', (text, expected) => expect(parseScheduledFault(text)).toEqual(expected));

  it.each([
    '',
    'stall',
    'stall@',
    'stall@10',
    'stall@0s',
    'stall@-1s',
    'sneeze@1s',
    'stall@1s:',
    'stall@1s:x',
    'stall@1h',
  ])('"%s" is none', (text) => expect(() => parseScheduledFault(text)).toThrow(RangeError));
});

describe('readFault', () => {
  const read = (body: unknown) => readFault(body, ['BTCUSDT']);

  it('reads the spelling of the wire', () => {
    expect(read({ kind: 'slow', symbol: 'BTCUSDT', duration_ms: 1, delay_ms: 2.5 })).toEqual({
      kind: 'slow',
      symbol: 'BTCUSDT',
      durationMs: 1,
      delayMs: 2.5,
    });
    expect(read({ kind: 'disconnect' })).toEqual({ kind: 'disconnect' });
  });

  it.each([
    null,
    'stall',
    {},
    { kind: 'sneeze' },
    { kind: 'stall', symbol: 'FOO' },
    { kind: 'stall', duration_ms: 0 },
    { kind: 'stall', duration_ms: '5' },
    { kind: 'stall', duration_ms: null },
    { kind: 'stall', duration_ms: 86_400_001 },
    { kind: 'stall', seconds: 5 },
  ])('refuses %j', (body) => expect(() => read(body)).toThrow(RangeError));
});

describe('FaultBoard', () => {
  it('lets a fault act until its end, exactly then no more', () => {
    const board = new FaultBoard([], 0);
    board.begin({ kind: 'stall', symbol: 'BTCUSDT', durationMs: 500 }, 1000);
    board.advance(1499);
    expect([board.isActive('stall', 'BTCUSDT'), board.isActive('stall', 'ETHUSDT'), board.isActive('stall')]).toEqual([
      true,
      false,
      true,
    ]);
    board.advance(1500);
    expect(board.isActive('stall')).toBe(false);
    expect(board.counts).toEqual({ stall: 1 });
  });

  it.each([
    ['gap', 250],
    ['stall', 1000],
  ] as const)('lets a %s of no given length act for %d ms', (kind, lastsMs) => {
    const board = new FaultBoard([], 0);
    board.begin({ kind }, 0);
    board.advance(lastsMs - 1);
    expect(board.activeKinds).toEqual([kind]);
    board.advance(lastsMs);
    expect(board.activeKinds).toEqual([]);
  });

  it('repeats what comes back, once however late it is looked at', () => {
    const board = new FaultBoard([{ everyMs: 1000, fault: { kind: 'disconnect' } }], 0);
    expect(board.advance(999)).toEqual([]);
    expect(board.advance(1000)).toEqual([{ kind: 'disconnect' }]);
    expect(board.advance(5500)).toEqual([{ kind: 'disconnect' }]);
    expect(board.advance(5999)).toEqual([]);
    expect(board.advance(6000)).toHaveLength(1);
    board.clear();
    expect(board.advance(10_000)).toEqual([]);
    expect(board.counts).toEqual({ disconnect: 3 });
  });

  it('takes the longest delay of those that act, and replaces a fault of the same kind and symbol', () => {
    const board = new FaultBoard([], 0);
    expect(board.delayMs).toBe(0);
    board.begin({ kind: 'slow' }, 0);
    expect(board.delayMs).toBe(250);
    board.begin({ kind: 'slow', delayMs: 100 }, 0);
    expect(board.delayMs).toBe(100);
    board.begin({ kind: 'slow', symbol: 'BTCUSDT', delayMs: 900 }, 0);
    expect(board.delayMs).toBe(900);
  });
});
