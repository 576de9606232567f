import { join } from 'node:path';
import { type WriterState } from '../writer/jsonl-writer-options';
import { JsonlWriter } from '../writer/jsonl-writer.node';
import {
  EVENT_FILE_NAME,
  ORDER_FILE_NAMES,
  type OrderFileRecords,
  type SessionLogOptions,
  type SessionRecovery,
} from './session-log-options';

const BYTES_PER_MB = 2 ** 20;

/** The writers of a session folder. */
export interface SessionFiles {
  readonly events: JsonlWriter;
  readonly orders: Readonly<Record<keyof OrderFileRecords, JsonlWriter>>;
  readonly all: readonly JsonlWriter[];
}

/** Opens them all, or none. Tells `onState` when the first of them fails and when the last one works again. */
export async function openSessionFiles(
  options: SessionLogOptions,
): Promise<{ files: SessionFiles; recovery: SessionRecovery }> {
  const onState = stateOfAll(options);
  const all: JsonlWriter[] = [];
  const torn: { file: string; tornBytes: number }[] = [];
  const open = async (file: string): Promise<JsonlWriter> => {
    const { writer, recovery } = await JsonlWriter.open({ ...writerOptions(options, file), onState });
    all.push(writer);
    if (recovery.tornBytes > 0) torn.push({ file, tornBytes: recovery.tornBytes });
    return writer;
  };
  try {
    const events = await open(EVENT_FILE_NAME);
    const orders = {
      orders: await open(ORDER_FILE_NAMES.orders),
      success: await open(ORDER_FILE_NAMES.success),
      failed: await open(ORDER_FILE_NAMES.failed),
      denied: await open(ORDER_FILE_NAMES.denied),
    };
    return { files: { events, orders, all }, recovery: { torn } };
  } catch (error) {
    await Promise.all(all.map((writer) => writer.close()));
    throw error;
  }
}

function writerOptions(options: SessionLogOptions, file: string) {
  const { dir, clock, logging, onHousekeepingError, retryMs, afterMs, open } = options;
  return {
    path: join(dir, file),
    durability: logging.durability,
    queueMax: logging.durability === 'async' ? logging.asyncQueueMax : logging.backlogMax,
    rotation: {
      maxBytes: logging.rotateMb * BYTES_PER_MB,
      retentionDays: logging.retentionDays,
      retentionFiles: logging.retentionFiles,
    },
    nowMs: () => clock.nowMs(),
    ...(onHousekeepingError && { onHousekeepingError }),
    ...(retryMs !== undefined && { retryMs }),
    ...(afterMs && { afterMs }),
    ...(open && { open }),
  };
}

function stateOfAll({ onState }: SessionLogOptions): (state: WriterState, error: Error | null) => void {
  let failing = 0;
  return (state, error) => {
    failing += state === 'failing' ? 1 : -1;
    if (failing === (state === 'failing' ? 1 : 0)) onState?.(state, error);
  };
}
