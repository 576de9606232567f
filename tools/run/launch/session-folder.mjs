import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** Makes `logs/YYYYMMDD-hhmmss` (UTC); a second one within the same second gets `-2`, and so on. */
export function makeSessionFolder(logs, now) {
  const [, date, time] = /^(.*)T(.*)\./.exec(now.toISOString());
  const name = `${date.replaceAll('-', '')}-${time.replaceAll(':', '')}`;
  mkdirSync(logs, { recursive: true });
  for (let attempt = 1; ; attempt++) {
    const folder = join(logs, attempt === 1 ? name : `${name}-${attempt}`);
    try {
      mkdirSync(folder);
      return folder;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
  }
}
