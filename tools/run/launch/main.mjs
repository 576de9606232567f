import { join, relative } from 'node:path';
import logUpdate from 'log-update';
import { ROOT } from '../bootstrap.mjs';
import { launch } from './launch.mjs';
import { makeSessionFolder } from './session-folder.mjs';
import { liveTable, plainLine, summaryText } from './view.mjs';

/** Runs exchange, gate and runner until they end or are stopped; answers the exit code. */
export async function main(options) {
  const folder = makeSessionFolder(join(ROOT, 'logs'), new Date());
  const stop = new AbortController();
  // A signal may come twice: from the terminal and from npm.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop.abort());
  const scripts = {
    sim: join(ROOT, 'apps/auroractl/bin/auroractl.cjs'),
    api: join(ROOT, 'apps/aurora-api/dist/main.js'),
    runner: join(ROOT, 'apps/wisescalp-runner/dist/main.js'),
  };
  const shown = relative(process.cwd(), folder) || folder;
  const screen = process.stdout.isTTY ? liveScreen(shown) : plainScreen(shown);
  return launch({ scripts, options, folder, stop: stop.signal, screen });
}

const startedText = ({ gate, venue }, folder) =>
  [
    `gate at ${gate} (shadow)`,
    venue === undefined
      ? 'no exchange: the recording is read as fast as it goes'
      : `simulated exchange at ${venue.url}`,
    `session ${folder}`,
  ].join(', ');

function plainScreen(folder) {
  let before;
  return {
    started: (scene) => console.log(startedText(scene, folder)),
    stats: (stats, scene) => {
      console.log(plainLine(stats, before, scene));
      before = stats;
    },
    message: (text) => console.error(text),
    ended: (stats, scene) => console.log(summaryText(stats, scene, folder)),
  };
}

function liveScreen(folder) {
  let before;
  return {
    started: (scene) => logUpdate(`${startedText(scene, folder)}\nwaiting for the market …`),
    stats: (stats, scene) => {
      logUpdate(liveTable(stats, before, scene, { folder, rows: process.stdout.rows }));
      before = stats;
    },
    message: (text) => {
      logUpdate.done();
      console.error(text);
    },
    ended: (stats, scene) => {
      logUpdate.done();
      console.log(summaryText(stats, scene, folder));
    },
  };
}
