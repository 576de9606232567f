/** Name of the session folder for a start at `nowMs`: `YYYYMMDD-hhmmss` in UTC. */
export const sessionFolderName = (nowMs: number): string =>
  new Date(nowMs).toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
