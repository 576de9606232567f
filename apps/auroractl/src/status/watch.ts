import { setTimeout as wait } from 'node:timers/promises';

const HOME = '\u001b[H';
const CLEAR = '\u001b[2J';
const CLEAR_LINE = '\u001b[K';
const CLEAR_BELOW = '\u001b[J';

/**
 * Looks again and again until SIGINT or SIGTERM. On a terminal each look takes the place of the one before; elsewhere they
 * follow each other, a blank line between them.
 */
export async function watch(look: () => Promise<string>, intervalMs: number): Promise<void> {
  const over = new AbortController();
  const end = () => over.abort();
  process.once('SIGINT', end).once('SIGTERM', end);
  for (let isFirst = true; !over.signal.aborted; isFirst = false) {
    const text = await look();
    process.stdout.write(process.stdout.isTTY === true ? redraw(text, isFirst) : `${isFirst ? '' : '\n'}${text}\n`);
    await wait(intervalMs, undefined, over).catch((error: unknown) => {
      if (!over.signal.aborted) throw error;
    });
  }
}

/** Line by line over what stands there, so that nothing flickers. */
const redraw = (text: string, isFirst: boolean): string =>
  `${isFirst ? CLEAR : ''}${HOME}${text.replaceAll('\n', `${CLEAR_LINE}\n`)}${CLEAR_LINE}\n${CLEAR_BELOW}`;
