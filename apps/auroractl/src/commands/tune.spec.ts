import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { recordingLine } from '@aurora/market';
import { generateFrames } from '@aurora/sim-exchange';
import { readJournal } from '@aurora/tuning/node';
import { stringify } from 'yaml';
import { auroractl, freshFolder, startAuroractl, type Ended } from '../cli/run-auroractl.fixture';

jest.setTimeout(120_000);

/** Everything in the way of trades is out of the way, and no limit of the tuner is. */
const EAGER = {
  mode: 'shadow',
  runner: { min_score: 0.3 },
  reward: { expected_net_reward_threshold_bps: -1000, ttl_s: 20 },
  parent_gate: { z_threshold: 0, align_sign: false, max_spread_bps: 10_000, cooloff_s: 0 },
  sizing: { min_notional_usdt: 1 },
  risk: { pi_min_bps: -100 },
  sprt: { enabled: false },
  guards: { trap_guard_enabled: false },
  tuner: { max_deny_rate: 1, max_ece: 1, min_decisions: 1, startup_trials: 2 },
};
const SPACE = [
  { key: 'runner.min_score', type: 'float', low: 0.3, high: 0.9 },
  { key: 'reward.ttl_s', type: 'int', low: 5, high: 30 },
];

/** A recording of a generated market. */
const RECORDING = freshFolder();
beforeAll(() => {
  const lines = new Map<string, string[]>();
  for (const frame of generateFrames({ seed: 7, durationMs: 30_000 })) {
    const file = `${frame.symbol.toLowerCase()}_20260101.gz`;
    lines.set(file, (lines.get(file) ?? []).concat(recordingLine(frame)));
  }
  for (const [file, texts] of lines) writeFileSync(join(RECORDING, file), gzipSync(`${texts.join('\n')}\n`));
});

/** A folder to tune in: a configuration and a space. */
function place(config: object = EAGER): { readonly folder: string; readonly env: Record<string, string> } {
  const folder = freshFolder();
  writeFileSync(join(folder, 'config.yaml'), stringify(config));
  writeFileSync(join(folder, 'space.yaml'), stringify(SPACE));
  return { folder, env: { AURORA_CONFIG: join(folder, 'config.yaml') } };
}

const argv = (folder: string, ...more: string[]) => [
  ...[
    'tune',
    '--recording',
    RECORDING,
    '--space',
    join(folder, 'space.yaml'),
    '--out',
    join(folder, 'out'),
    '--trials',
    '3',
  ],
  ...['--workers', '2', '--holdout', '0.4', ...more],
];
const reportOf = (folder: string): string => readFileSync(join(folder, 'out/report.md'), 'utf8');

/** The trials that a journal holds, as told. */
const endsOf = (folder: string) =>
  readJournal(join(folder, 'out/study.journal')).filter(({ op_code: code }) => code === 6);

it('searches, judges and reports, and says the same once more', async () => {
  const { folder, env } = place();
  const first = await auroractl(argv(folder, '--json'), { env, cwd: folder });
  expect(first.err).toBe('');
  const found = JSON.parse(first.out);
  expect(found.trials.passed + found.trials.rejected).toBe(3);
  expect(found.base.train.trades).toBeGreaterThan(0);
  expect(found.base.train.latency_p99_ms).toBeNull();
  expect(first.code).toBe(found.winner === null ? 1 : 0);
  expect(found.winner === null).toBe(found.why.length > 0);
  expect(found.complete).toBe(true);
  expect(endsOf(folder)).toHaveLength(3);
  const pictures = [...reportOf(folder).matchAll(/\]\((.*?\.svg)\)/g)].map(([, file]) => file!);
  expect(pictures).toEqual(['history.svg', 'slice-runner-min_score.svg', 'slice-reward-ttl_s.svg']);
  for (const file of pictures) expect(readFileSync(join(folder, 'out', file), 'utf8')).toMatch(/^<svg .*<\/svg>$/s);
  expect(reportOf(folder)).toContain('Latency is not measured in a recording');
  expect(readdirSync(join(folder, 'out')).sort()).not.toContain('runs');

  const isWon = found.winner !== null;
  expect(found.overlay).toBe(join('out', isWon ? 'winner.overlay.yaml' : 'best.overlay.yaml'));
  const overlay = join(folder, found.overlay);
  expect(readFileSync(overlay, 'utf8')).toMatch(isWon ? /^# Trial/ : /^# Trial .* NOT won/);
  expect(await auroractl(['config', 'validate', overlay, '--overlay'], { env })).toMatchObject({ code: 0, err: '' });

  const size = readFileSync(join(folder, 'out/study.journal')).length;
  const again = await auroractl(argv(folder, '--json', '--resume'), { env, cwd: folder });
  expect({ ...JSON.parse(again.out) }).toEqual(found);
  expect(readFileSync(join(folder, 'out/study.journal')).length).toBe(size);
});

it('keeps what is done on a signal, and goes on', async () => {
  const { folder, env } = place();
  const started = startAuroractl(argv(folder, '--workers', '1'), { env });
  const journal = join(folder, 'out/study.journal');
  const told = () => existsSync(journal) && endsOf(folder).length >= 1;
  while (!told() && started.child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 20));
  started.child.kill('SIGINT');
  const stopped = await started.ended;
  expect([stopped.code, stopped.out]).toEqual([1, '']);
  expect(stopped.err).toMatch(/^auroractl: stopped after [12] of 3 trials; they are kept. Go on with .* --resume\n$/);
  const resumed = await auroractl(argv(folder, '--workers', '1', '--resume', '--json'), { env });
  const { trials } = JSON.parse(resumed.out);
  expect(trials.passed + trials.rejected).toBe(3);
});

it('rejects what breaks a hard gate, and says that nothing won', async () => {
  const { folder, env } = place({ ...EAGER, tuner: { ...EAGER.tuner, max_ece: 0 } });
  const { code, out } = await auroractl(argv(folder, '--json'), { env });
  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({
    winner: null,
    why: ['no trial kept every hard gate'],
    trials: { passed: 0, rejected: 3 },
  });
  expect(reportOf(folder)).toMatch(/ece 0\.\d+, limit 0/);
});

describe('refuses', () => {
  const { folder, env } = place();
  // A search that begins no trial for want of time has measured its base, and leaves a study.
  beforeAll(async () => {
    const { code, out } = await auroractl(argv(folder, '--time-limit', '1ms', '--json'), { env });
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ complete: false, winner: null, best: null, overlay: null });
    expect(reportOf(folder)).toContain('cut short');
  });
  const refused = ({ code, out, err }: Ended, said: RegExp): void => {
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(said);
    expect(err).not.toMatch(/^\s+at /m);
  };

  it('to begin where a study is', async () => {
    refused(await auroractl(argv(folder), { env }), /there is a study in .* already: go on with --resume/);
  });

  it('to go on where none is', async () => {
    refused(
      await auroractl([...argv(folder, '--resume'), '--out', join(folder, 'none')], { env }),
      /there is no study in/,
    );
  });

  it('to go on with another search, and says what differs', async () => {
    const other = await auroractl(argv(folder, '--resume', '--seed', '9', '--holdout', '0.2'), { env });
    refused(other, /seed was 1, is 9; holdout was 0.4, is 0.2/);
  });

  it('to search for what the environment sets', async () => {
    const search = [...argv(folder), '--space', join(folder, 'env.yaml')];
    writeFileSync(
      join(folder, 'env.yaml'),
      stringify([{ key: 'guards.spread_bps_limit', type: 'float', low: 1, high: 9 }]),
    );
    refused(
      await auroractl(search, { env: { ...env, AURORA_SPREAD_BPS_LIMIT: '50' } }),
      /guards.spread_bps_limit is set by/,
    );
  });

  it.each([
    ['nothing to search over', ['tune'], /--recording FOLDER/],
    ['a folder that is none', ['tune', '--recording', '/nowhere'], /\/nowhere is no recording/],
    ['all held out', argv(folder, '--holdout', '1'), /above 0 and below 1/],
    ['a space that is none', argv(folder, '--space', join(folder, 'config.yaml')), /holds no list/],
    ['flags of the other kind', argv(folder, '--online'), /--recording, .* do not go with --online/],
    ['flags of the other kind offline', argv(folder, '--ttl', '5s'), /--ttl does not go without --online/],
  ])('%s', async (_, args, said) => refused(await auroractl(args, { env }), said));
});

it('says what the runner says when nothing can be run', async () => {
  const { folder, env } = place({ ...EAGER, mode: 'live' });
  const { code, err } = await auroractl(argv(folder), { env });
  expect([code === 1 || code === 2, /live/.test(err)]).toEqual([true, true]);
});
