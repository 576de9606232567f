import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ConfigError, type DocumentSource, type ResolvedConfig } from '@aurora/config';
import { loadConfig } from '@aurora/config/node';
import { createSessionFolder } from '@aurora/events/node';
import type { RecordedFrame } from '@aurora/market';
import { readRecordingBlocks, recordingFiles } from '@aurora/market/node';
import { MarketClock } from '../market/market-clock';
import type { MarketSource, RunnerOptions } from '../runner-options';
import type { CommandLine } from './parse-command-line';

/** Symbols of a live run when nobody names any. */
const USUAL_SYMBOLS = ['BTCUSDT', 'ETHUSDT'];

/** Everything a run starts from. */
export interface SettledRun {
  readonly options: RunnerOptions;
  readonly resolved: ResolvedConfig;
  readonly clock: MarketClock;
}

/** Completes the command line from configuration, environment and source. Rejects with a `ConfigError` in live mode: this runner has no way to a venue. */
export async function settleRun(given: CommandLine, env: NodeJS.ProcessEnv): Promise<SettledRun> {
  const { resolved, root } = loadConfig({ env, overlay: overlayOf(given.overlay) });
  const { config } = resolved;
  if (config.mode === 'live') {
    const message = 'the runner trades in shadow alone and is not to be taken for a live one';
    throw new ConfigError([{ path: 'mode', message, source: 'env', where: 'effective configuration' }]);
  }
  const symbols = given.symbols ?? (config.symbols.length > 0 ? config.symbols : await symbolsOf(given.source));
  const sessionDir = resolve(
    given.sessionDir ?? config.logging.sessionDir ?? (await createSessionFolder(join(root ?? '.', 'logs'), Date.now())),
  );
  const options: RunnerOptions = {
    ...given,
    hasOverlay: given.overlay !== undefined,
    symbols,
    sessionDir,
    parent: given.parent ?? symbols[0],
    child: given.child ?? symbols[1],
    apiToken: config.security.apiToken ?? undefined,
    opsToken: config.security.opsToken ?? undefined,
  };
  return { options, resolved, clock: await clockOf(options) };
}

function overlayOf(file: string | undefined): DocumentSource | null {
  if (file === undefined) return null;
  try {
    return { text: readFileSync(file, 'utf8'), file };
  } catch (error) {
    throw new ConfigError([{ path: '(file)', message: (error as Error).message, source: 'overlay', where: file }]);
  }
}

async function symbolsOf(source: MarketSource): Promise<readonly string[]> {
  return source.kind === 'live' ? USUAL_SYMBOLS : [...(await recordingFiles(source.folder)).keys()];
}

/** Time of a recording begins with its first frame; live time is the machine's, fractions of a ms included. */
async function clockOf({ source, symbols, speed }: RunnerOptions): Promise<MarketClock> {
  if (source.kind === 'live')
    return new MarketClock(() => performance.timeOrigin + performance.now(), speed === 'max' ? 1 : speed);
  const clock = new MarketClock(null);
  const first = await firstFrame(readRecordingBlocks(source.folder, symbols));
  if (first !== undefined) clock.frameAt(first.localMs);
  return clock;
}

async function firstFrame(blocks: AsyncIterable<readonly RecordedFrame[]>): Promise<RecordedFrame | undefined> {
  for await (const [frame] of blocks) if (frame !== undefined) return frame;
  return undefined;
}
