import type { LiveStats } from './live-options';

/** Counts behind `LiveStats`, written where things happen. */
export type LiveTally = {
  -readonly [Name in Exclude<keyof LiveStats, 'duplicates' | 'queueLength' | 'longestQueue'>]: number;
};

export const newTally = (): LiveTally => ({
  connects: 0,
  disconnects: 0,
  reconnects: 0,
  connectFailures: 0,
  rollOvers: 0,
  open: 0,
  snapshots: 0,
  snapshotRetries: 0,
  gaps: 0,
  conflated: 0,
  framesReceived: 0,
  bytesReceived: 0,
  lastFrameMs: NaN,
});
