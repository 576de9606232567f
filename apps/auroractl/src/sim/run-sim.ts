import { parseScheduledFault, parseSymbolSpec, type ScheduledFault, type SymbolSpec } from '@aurora/sim-exchange';
import { SimExchange, type SimExchangeOptions } from '@aurora/sim-exchange/node';
import { answerLine } from '../cli/answer';
import { Finding, UsageError } from '../cli/failures';

export interface SimFlags {
  readonly port: number;
  readonly seed: number;
  readonly symbols?: string[];
  readonly recording?: string;
  readonly speed: number;
  readonly rate?: number;
  readonly loop?: boolean;
  readonly wire: '2024' | '2026';
  readonly fault?: readonly string[];
}

/** Runs the venue until a signal ends it. */
export async function runSim(flags: SimFlags): Promise<void> {
  const exchange = new SimExchange({ ...optionsOf(flags), onEnded: () => answerLine({ type: 'ended' }) });
  const { url, wsUrl, symbols } = await exchange.listen().catch((error: unknown) => {
    throw explained(error, flags);
  });
  answerLine({ type: 'listening', url, ws_url: wsUrl, symbols });
  const stop = () => {
    exchange.close().catch((error: unknown) => {
      process.stderr.write(`auroractl: ${String(error)}\n`);
      process.exitCode = 1;
    });
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

function optionsOf({
  symbols,
  recording,
  rate,
  fault,
  port,
  seed,
  speed,
  loop = false,
  wire,
}: SimFlags): SimExchangeOptions {
  if (recording === undefined && loop) throw new UsageError('--loop needs --recording');
  if (recording !== undefined && rate !== undefined) throw new UsageError('--rate is for a generated market');
  const isGenerated = recording === undefined;
  return {
    port,
    seed,
    speed,
    loop,
    wire,
    faults: (fault ?? []).map(faultOf),
    ...(symbols === undefined ? {} : { symbols: isGenerated ? symbols.map(specOf) : symbols.map(upperCase) }),
    ...(recording === undefined ? {} : { recording }),
    ...(rate === undefined ? {} : { framesPerSec: rate }),
  };
}

function explained(error: unknown, { port, recording }: SimFlags): unknown {
  if (error instanceof RangeError) return new UsageError(error.message);
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return new Finding(`port ${port} is in use; choose another with --port, or leave it out`);
  if (code === 'ENOENT' || code === 'ENOTDIR') return new UsageError(`there is no folder ${recording}`);
  return error;
}

const specOf = (text: string): SymbolSpec => meant(() => parseSymbolSpec(text));
const faultOf = (text: string): ScheduledFault => meant(() => parseScheduledFault(text));

function meant<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw error instanceof RangeError ? new UsageError(error.message) : error;
  }
}

const upperCase = (text: string): string => text.toUpperCase();
