import { readdirSync } from 'node:fs';

const PARTS = 2;
const NOTE_BYTES = 60_000;
const AT_ONCE = 8;
const CHUNK = 64;
const TRIES = 200;

/** The number of the last rotated part. */
const lastPart = (folder) =>
  Math.max(0, ...readdirSync(folder).map((name) => Number(/^aurora_events\..*-(\d{6,})\.jsonl/.exec(name)?.[1] ?? 0)));

/** Reports with long notes, until the log was set aside twice: rotation goes by size. */
export const rotation = {
  name: 'log rotation',
  async run(tools) {
    const note = 'x'.repeat(NOTE_BYTES);
    const from = lastPart(tools.sessionDir);
    let sent = 0;
    for (let tries = 0; tries < TRIES && lastPart(tools.sessionDir) < from + PARTS; tries++) {
      await tools.many(CHUNK, AT_ONCE, async () => {
        const id = `long-${Math.floor(tools.random() * 1e12)}`;
        await tools.post('/posttrade/log', { order_id: id, symbol: 'BTCUSDT', status: 'new', note });
        sent++;
      });
    }
    if (lastPart(tools.sessionDir) < from + PARTS) tools.complain('the log was not rotated');
    return `${sent} reports of ${NOTE_BYTES / 1000} kB, at least ${PARTS} parts set aside`;
  },
};
