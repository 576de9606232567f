import { closeGate, type Closing } from './close-gate';

const LINES = new Error('3 lines could not be written to /s/aurora_events.jsonl', {
  cause: new Error('ENOSPC: no space left on device, write'),
});

const closing = (parts: {
  readonly log?: Promise<void>;
  readonly keeper?: Promise<void>;
  readonly mode?: Closing['config']['mode'];
  readonly durability?: 'os' | 'disk' | 'async';
}): Closing => ({
  log: { close: () => parts.log ?? Promise.resolve(), queueDepth: 7 },
  keeper: { close: () => parts.keeper ?? Promise.resolve() },
  stateFolder: '/run/state',
  config: { mode: parts.mode ?? 'live', logging: { durability: parts.durability ?? 'os' } },
});

const messageOf = (parts: Parameters<typeof closing>[0]): Promise<string> =>
  closeGate(closing(parts), 50).then(
    () => 'closed',
    (error: Error) => `${error.name}: ${error.message}`,
  );

describe('a gate that is closed', () => {
  it('says nothing when all is written', async () => expect(await messageOf({})).toBe('closed'));

  it('says which lines are lost and why, and that no allowed order is among them', async () => {
    const log = Promise.reject(
      new AggregateError([LINES, new Error('1 lines could not be written to /s/orders.jsonl')]),
    );
    expect(await messageOf({ log })).toBe(
      [
        'StopError: not everything is on the disk:',
        '  3 lines could not be written to /s/aurora_events.jsonl: ENOSPC: no space left on device, write',
        '  1 lines could not be written to /s/orders.jsonl',
        'Lines that could not be written are lost. No order among them was answered as allowed.',
        'A state that could not be written is as it was last stored; the next start takes what came after it from the log.',
      ].join('\n'),
    );
  });

  it.each([
    ['shadow', 'os', 'In shadow mode the gate goes on without its log, so orders among them may have been answered as'],
    [
      'testnet',
      'disk',
      'In testnet mode the gate goes on without its log, so orders among them may have been answered',
    ],
    ['live', 'async', 'With logging.durability async, orders among them may have been answered as allowed.'],
    ['live', 'disk', 'No order among them was answered as allowed.'],
  ] as const)('does not promise more than the mode does: %s, %s', async (mode, durability, says) => {
    expect(await messageOf({ mode, durability, log: Promise.reject(LINES) })).toContain(says);
  });

  it('says that the state could not be written, and where', async () => {
    const keeper = Promise.reject(new Error('EROFS: read-only file system, open'));
    expect(await messageOf({ keeper })).toContain(
      '\n  the state could not be written to /run/state: EROFS: read-only file system, open\n',
    );
  });

  it('does not wait for a disk that does not answer', async () => {
    expect(await messageOf({ log: new Promise(() => undefined) })).toContain(
      '\n  the disk has not answered for 0.05 s; 7 lines wait for it\n',
    );
  });
});
