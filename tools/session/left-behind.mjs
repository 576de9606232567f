// What must be gone when everything has ended.
import { existsSync, readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';

const LOCK = '.lock';

/** @returns what is still there, each as a text. */
export async function leftBehind({ pids, urls, folders }) {
  const found = pids.filter((pid) => existsSync(`/proc/${pid}`)).map((pid) => `process ${pid}`);
  for (const url of urls) if (await listens(Number(new URL(url).port))) found.push(`somebody listens at ${url}`);
  for (const folder of folders) {
    for (const name of readdirSync(folder, { recursive: true }))
      if (name.endsWith(LOCK)) found.push(`the lock ${join(folder, name)}`);
  }
  return found;
}

const listens = (port) =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' })
      .once('connect', () => (socket.destroy(), resolve(true)))
      .once('error', () => resolve(false));
  });
