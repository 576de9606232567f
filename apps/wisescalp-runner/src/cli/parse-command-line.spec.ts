import { parseCommandLine, parseDurationMs, runnerCommand } from './parse-command-line';

const parse = (...argv: string[]) =>
  parseCommandLine(
    runnerCommand()
      .exitOverride()
      .configureOutput({ writeErr: () => undefined }),
    argv,
  );

describe('parseCommandLine', () => {
  it('has defaults for all but the source', () => {
    expect(parse('--recording', 'd')).toEqual({
      source: { kind: 'recording', folder: 'd' },
      speed: 'max',
      durationMs: Infinity,
      from: undefined,
      until: undefined,
      symbols: undefined,
      parent: undefined,
      child: undefined,
      gate: 'http',
      apiUrl: 'http://127.0.0.1:8000',
      sessionDir: undefined,
      overlay: undefined,
      exchangeInfo: undefined,
      recordTo: undefined,
      seed: 1,
      metricsPort: undefined,
    });
  });

  it('reads what is given', () => {
    const argv =
      '--ws-url ws://127.0.0.1:9/ --speed 10 --duration 20s --symbols btcusdt,ETHUSDT --parent ethusdt --child btcusdt --gate in-process --api-url http://a:1/ --seed 7 --metrics-port 0';
    expect(parse(...argv.split(' '))).toMatchObject({
      source: { kind: 'live', wsUrl: 'ws://127.0.0.1:9', restUrl: 'http://127.0.0.1:9' },
      speed: 10,
      durationMs: 20_000,
      symbols: ['BTCUSDT', 'ETHUSDT'],
      parent: 'ETHUSDT',
      child: 'BTCUSDT',
      gate: 'in-process',
      apiUrl: 'http://a:1',
      seed: 7,
      metricsPort: 0,
    });
  });

  it('asks REST of another host when told, and takes a live market as it comes', () => {
    expect(parse('--ws-url', 'wss://ws.example', '--rest-url', 'https://rest.example')).toMatchObject({
      source: { wsUrl: 'wss://ws.example', restUrl: 'https://rest.example' },
      speed: 1,
    });
  });

  it.each([
    ['90s', { offsetMs: 90_000 }],
    ['0', { offsetMs: 0 }],
    ['2024-07-19T00:01:00Z', { atMs: 1_721_347_260_000 }],
    ['2024-07-19T00:01:00', { atMs: 1_721_347_260_000 }],
    ['2024-07-19T02:01:00+02:00', { atMs: 1_721_347_260_000 }],
  ])('knows the moment %s', (text, moment) => {
    expect(parse('--recording', 'd', '--from', text, '--until', text)).toMatchObject({ from: moment, until: moment });
  });

  it.each([
    [''],
    ['--ws-url ws://a --from 1s'],
    ['--ws-url ws://a --until 1s'],
    ['--recording d --from yesterday'],
    ['--recording d --until 2024-13-19T00:01:00Z'],
    ['--recording d --ws-url ws://a'],
    ['--ws-url http://a'],
    ['--ws-url ws://a --speed max'],
    ['--recording d --speed 0'],
    ['--recording d --speed -1'],
    ['--recording d --speed fast'],
    ['--recording d --duration 20x'],
    ['--recording d --gate none'],
    ['--recording d --seed x'],
    ['--recording d --metrics-port 65536'],
    ['--recording d --api-url ftp://a'],
    ['--recording d --api-url nonsense'],
    ['--recording d --unknown'],
  ])('refuses "%s"', (line) => {
    expect(() => parse(...line.split(' ').filter(Boolean))).toThrow(expect.objectContaining({ exitCode: 1 }));
  });
});

it.each([
  ['20s', 20_000],
  ['500ms', 500],
  ['1.5m', 90_000],
  ['1h', 3_600_000],
  ['3', 3000],
])('%s is %d ms', (text, ms) => expect(parseDurationMs(text)).toBe(ms));
