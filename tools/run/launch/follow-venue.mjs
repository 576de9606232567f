import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 1000;

/**
 * Keeps `venue.status`, the exchange's account of itself, up to date, and `venue.framesPerS`, what it sent between the last
 * two. What it said last stands while it does not answer. Resolves when its recording has come to the end, or all is `over`.
 */
export async function followVenue(venue, over) {
  while (!over.aborted && !venue.status?.ended) {
    try {
      const answer = await fetch(new URL('/sim/status', venue.url), { signal: over });
      if (answer.ok) take(venue, await answer.json());
    } catch {
      // Its end is seen by its exit.
    }
    await sleep(POLL_MS, undefined, { signal: over }).catch(() => undefined);
  }
}

function take(venue, status) {
  const { status: before } = venue;
  venue.status = status;
  if (before !== undefined && status.uptime_ms > before.uptime_ms)
    venue.framesPerS = ((status.frames_sent - before.frames_sent) * 1000) / (status.uptime_ms - before.uptime_ms);
}
