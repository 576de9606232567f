import { join, relative } from 'node:path';
import logUpdate from 'log-update';
import { ROOT } from '../bootstrap.mjs';
import { launch } from './launch.mjs';
import { makeSessionFolder } from './session-folder.mjs';
import { liveTable, plainLine, summaryText } from './view.mjs';

/** Runs both apps until they end or are stopped; answers the exit code. */
export async function main(options) {
  const folder = makeSessionFolder(join(ROOT, 'logs'), new Date());
  const stop = new AbortController();
  // A signal may come twice: from the terminal and from npm.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop.abort());
  const scripts = {
    api: join(ROOT, 'apps/aurora-api/dist/main.js'),
    runner: join(ROOT, 'apps/wisescalp-runner/dist/main.js'),
  };
  const shown = relative(process.cwd(), folder) || folder;
  const screen = process.stdout.isTTY ? liveScreen(shown) : plainScreen(shown);
  return launch({ scripts, options, folder, stop: stop.signal, screen });
}

function plainScreen(folder) {
  let before;
  return {
    started: ({ url }) => console.log(`gate at ${url} (shadow), session ${folder}`),
    stats: (stats) => {
      console.log(plainLine(stats, before));
      before = stats;
    },
    message: (text) => console.error(text),
    ended: (stats) => console.log(summaryText(stats, folder)),
  };
}

function liveScreen(folder) {
  let before;
  let gate = '';
  return {
    started: ({ url }) => {
      gate = url;
      logUpdate(`gate at ${url} (shadow), session ${folder}\nwaiting for the market …`);
    },
    stats: (stats) => {
      logUpdate(liveTable(stats, before, { url: gate, folder }));
      before = stats;
    },
    message: (text) => {
      logUpdate.done();
      console.error(text);
    },
    ended: (stats) => {
      logUpdate.done();
      console.log(summaryText(stats, folder));
    },
  };
}
