import { writeSync } from 'node:fs';
import { JsonlWriter } from './jsonl-writer.node';
import { type Durability } from '../logging-config';

/** The line number `n` of a child, about 2 KB. */
export const childLine = (n: number): string => `{"n":${n},"x":"${'y'.repeat(2000)}"}`;

/** Appends lines without end and says the number of each one acknowledged; says `failed` and ends when one is not. */
async function writeForEver(path: string, durability: Durability): Promise<void> {
  const { writer } = await JsonlWriter.open({
    path,
    durability,
    queueMax: 1000,
    rotation: { maxBytes: 200_000, retentionDays: 7, retentionFiles: 10_000 },
    nowMs: () => Date.now(),
  });
  let appended = 0;
  let answered = 0;
  const turn = (): void => {
    while (appended - answered < 50) {
      const own = appended++;
      writer.append(childLine(own), (error) => {
        answered++;
        if (error === null) writeSync(1, `${own}\n`);
        // Rejects once the file is cut back.
        else
          writer.flush().catch((why: NodeJS.ErrnoException) => (writeSync(1, `failed ${why.code}\n`), process.exit(0)));
      });
    }
    setImmediate(turn);
  };
  turn();
}

/** One callback throws; the other is called all the same, and what was thrown ends the process. */
async function throwInCallback(path: string): Promise<void> {
  const { writer } = await JsonlWriter.open({
    path,
    durability: 'os',
    queueMax: 1000,
    rotation: { maxBytes: 1e6, retentionDays: 7, retentionFiles: 1 },
    nowMs: () => Date.now(),
  });
  writer.append(childLine(1), () => {
    throw new Error('careless');
  });
  writer.append(childLine(2), () => writeSync(1, 'called'));
}

const [, , what, path, durability] = process.argv;
if (what === 'for-ever') void writeForEver(path!, durability as Durability);
if (what === 'throw') void throwInCallback(path!);
