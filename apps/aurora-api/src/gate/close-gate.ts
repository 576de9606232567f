import { type AuroraConfig } from '@aurora/config';
import { type SessionLog } from '@aurora/events/node';
import { type Ms } from '@aurora/kernel';
import { type StateKeeper } from '../state/state-keeper';
import { StopError } from '../stop-error';

/** How long a disk may take for the last lines and the state. */
const PATIENCE_MS: Ms = 10_000;

export interface Closing {
  readonly log: Pick<SessionLog, 'close' | 'queueDepth'>;
  readonly keeper: Pick<StateKeeper, 'close'>;
  readonly stateFolder: string;
  readonly config: Pick<AuroraConfig, 'mode'> & { readonly logging: Pick<AuroraConfig['logging'], 'durability'> };
}

/** Writes what waits and the state, and gives their folders free. Rejects with a `StopError` when something could not be written in time. */
export async function closeGate(closing: Closing, patienceMs: Ms = PATIENCE_MS): Promise<void> {
  const { log, keeper, stateFolder } = closing;
  const [lines, states]: [string[], string[]] = [[], []];
  const closed = Promise.all([
    log.close().catch((error: Error) => void lines.push(...causesOf(error))),
    keeper.close().catch(({ message }: Error) => {
      states.push(`the state could not be written to ${stateFolder}: ${message}`);
    }),
  ]);
  const isLate = !(await isDoneIn(patienceMs, closed));
  const notWritten = [...lines, ...states];
  if (isLate)
    notWritten.push(`the disk has not answered for ${patienceMs / 1000} s; ${log.queueDepth} lines wait for it`);
  if (notWritten.length > 0) throw new StopError(messageOf(notWritten, closing));
}

async function isDoneIn(ms: Ms, work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => (timer = setTimeout(() => resolve(false), ms)));
  try {
    return await Promise.race([work.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Each failure with the one behind it. */
function causesOf(error: Error): string[] {
  if (error instanceof AggregateError) return (error.errors as Error[]).flatMap(causesOf);
  const { cause, message } = error;
  return [cause instanceof Error ? `${message}: ${cause.message}` : message];
}

function messageOf(notWritten: readonly string[], { config }: Closing): string {
  return [
    'not everything is on the disk:',
    ...notWritten.map((line) => `  ${line}`),
    `Lines that could not be written are lost. ${meaningOf(config)}`,
    'A state that could not be written is as it was last stored; the next start takes what came after it from the log.',
  ].join('\n');
}

function meaningOf({ mode, logging: { durability } }: Closing['config']): string {
  if (durability === 'async')
    return 'With logging.durability async, orders among them may have been answered as allowed.';
  if (mode !== 'live')
    return `In ${mode} mode the gate goes on without its log, so orders among them may have been answered as allowed.`;
  return 'No order among them was answered as allowed.';
}
