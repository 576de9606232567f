// Work that a server still has to do after its last answer (compressing logs it has set aside, storing its state) belongs
// to the round that caused it, and must not fall into the round of the next server, which runs on the same core.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const TICKS_PER_SECOND = 100;
const LOOK_MS = 25;
/** So many looks in a row that find nothing going on. */
const QUIET_LOOKS = 3;
const MOST_LOOKS = 400;

/** Waits until a process rests; answers the seconds of processor time it used until then, 0 where that cannot be seen. */
export async function secondsUntilRest(pid) {
  if (!existsSync(`/proc/${pid}/stat`)) return 0;
  const firstTicks = look(pid).ticks;
  let lastTicks = firstTicks;
  for (let looks = 0, quiet = 0; looks < MOST_LOOKS && quiet < QUIET_LOOKS; looks++) {
    await sleep(LOOK_MS);
    const { ticks, waiting } = look(pid);
    quiet = waiting && ticks === lastTicks ? quiet + 1 : 0;
    lastTicks = ticks;
  }
  return (lastTicks - firstTicks) / TICKS_PER_SECOND;
}

/** Has the system bring to the disk what rounds before have written: it would hold up the writes of the next. */
export const settleDisk = () => void spawnSync('sync');

/** User and system time of all threads together, and whether each of them waits for something. */
function look(pid) {
  const [, utime, stime] = statOf(`/proc/${pid}/stat`);
  const tasks = readdirSync(`/proc/${pid}/task`).map((id) => `/proc/${pid}/task/${id}/stat`);
  const waiting = tasks.every((task) => !existsSync(task) || statOf(task)[0] === 'S');
  return { ticks: utime + stime, waiting };
}

/** State, user time and system time; the name before them may hold anything. */
function statOf(path) {
  const stat = readFileSync(path, 'latin1');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return [fields[0], Number(fields[11]), Number(fields[12])];
}
