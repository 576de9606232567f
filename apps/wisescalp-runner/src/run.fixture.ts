import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { resolveConfig } from '@aurora/config';
import { recordingLine } from '@aurora/market';
import { generateFrames } from '@aurora/sim-exchange';
import { NestFactory } from '@nestjs/core';
import { parseCommandLine, runnerCommand } from './cli/parse-command-line';
import { settleRun } from './cli/settle-run';
import { TradingRules } from './rules/trading-rules';
import { RunnerModule } from './runner.module';
import { Runner } from './runner.service';

const folders: string[] = [];

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'wisescalp-'));
  folders.push(folder);
  return folder;
}

export const removeFolders = (): void => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true }));

/** A recording of a generated market of Bitcoin and Ether, as long as told. */
export function record(durationMs: number, seed = 7): string {
  const folder = temporaryFolder();
  const lines = new Map<string, string[]>();
  for (const frame of generateFrames({ seed, durationMs })) {
    const file = `${frame.symbol.toLowerCase()}_20260101.gz`;
    lines.set(file, [...(lines.get(file) ?? []), recordingLine(frame)]);
  }
  for (const [file, texts] of lines) writeFileSync(join(folder, file), gzipSync(`${texts.join('\n')}\n`));
  return folder;
}

/** Everything in the way of an opening but the gate is out of the way. */
export const EAGER = {
  runner: { min_score: 0.3 },
  reward: { expected_net_reward_threshold_bps: -1000, ttl_s: 20 },
  parent_gate: { z_threshold: 0, align_sign: false, max_spread_bps: 10_000, cooloff_s: 0 },
  sizing: { min_notional_usdt: 1 },
};

/** One run from its command line. @returns the lines it wrote, read. */
export async function runOnce(
  argv: readonly string[],
  config: object = EAGER,
  during: (runner: Runner, rules: TradingRules) => void = () => undefined,
): Promise<{ readonly summary: Record<string, unknown>; readonly sessionDir: string }> {
  const sessionDir = temporaryFolder();
  const commandLine = parseCommandLine(runnerCommand(), [...argv, '--session-dir', sessionDir]);
  const settled = await settleRun(commandLine, {});
  const lines: string[] = [];
  let ids = 0;
  const app = await NestFactory.createApplicationContext(
    RunnerModule.given({
      ...settled,
      resolved: resolveConfig({ yaml: { value: config, file: 'test' } }),
      newId: () => `id-${++ids}`,
      write: (line) => void lines.push(line),
    }),
    { logger: false },
  );
  const runner = app.get(Runner);
  during(runner, app.get(TradingRules));
  try {
    await runner.run();
  } finally {
    await app.close();
  }
  return { summary: JSON.parse(lines.at(-1)!) as Record<string, unknown>, sessionDir };
}
