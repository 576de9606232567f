import { parseCommandLine, parseDurationMs, runnerCommand } from './parse-command-line';

const parse = (...argv: string[]) =>
  parseCommandLine(
    runnerCommand()
      .exitOverride()
      .configureOutput({ writeErr: () => undefined }),
    argv,
    'token',
  );

describe('parseCommandLine', () => {
  it('has defaults for all but the source', () => {
    expect(parse('--generator', '7')).toEqual({
      source: { generatorSeed: 7 },
      speed: 'max',
      durationMs: Infinity,
      apiUrl: 'http://127.0.0.1:8000',
      apiToken: 'token',
      requestTimeoutMs: 200,
      sessionDir: undefined,
      symbols: undefined,
      minScore: 0.4,
      askIntervalMs: 500,
      notionalUsdt: 1000,
      equityUsdt: 10_000,
      feesBps: 10,
      holdMs: 300_000,
      rewardRisk: 2,
      lotStep: '0.001',
      orderLatencyMs: 20,
      staleMs: 2000,
    });
  });

  it('reads what is given', () => {
    const argv = '--recording d --speed 10 --duration 20s --symbols btcusdt,ETHUSDT --fees-bps 0 --api-url http://a:1/';
    expect(parse(...argv.split(' '))).toMatchObject({
      source: { recording: 'd' },
      speed: 10,
      durationMs: 20_000,
      symbols: ['BTCUSDT', 'ETHUSDT'],
      feesBps: 0,
      apiUrl: 'http://a:1',
    });
  });

  it.each([
    [''],
    ['--recording d --generator 1'],
    ['--generator x'],
    ['--generator 1 --speed 0'],
    ['--generator 1 --speed -1'],
    ['--generator 1 --speed fast'],
    ['--generator 1 --duration 20x'],
    ['--generator 1 --min-score NaN'],
    ['--generator 1 --fees-bps -1'],
    ['--generator 1 --lot-step 0'],
    ['--generator 1 --api-url ftp://a'],
    ['--generator 1 --api-url nonsense'],
    ['--generator 1 --unknown'],
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
