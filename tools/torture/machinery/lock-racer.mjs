// Child: takes and gives back the lock of a folder as it is told, one line each, and says how it went.
import { createInterface } from 'node:readline';
import { lockFolder } from '@aurora/events/node';

let unlock = null;
process.stdout.write('ready\n');
for await (const line of createInterface({ input: process.stdin })) {
  const [what, folder] = line.split(' ');
  if (what === 'release') {
    await unlock?.();
    unlock = null;
    process.stdout.write('released\n');
    continue;
  }
  const taken = await lockFolder(folder, 'race.lock').catch((error) => error);
  unlock = taken instanceof Error ? null : taken;
  process.stdout.write(unlock === null ? `refused: ${taken.message}\n` : 'held\n');
}
