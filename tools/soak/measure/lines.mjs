// A child that takes a JSON command a line and answers each with one line.
import { createInterface } from 'node:readline';
import { start, stop } from '../../harness/children.mjs';

/** @param onLine told of every line that is no answer (`type` other than `done`). */
export function startLines(command, onLine = () => undefined) {
  // A group of its own: Ctrl-C in the terminal is for the one that leads.
  const child = start(command, { detached: true });
  const waiting = [];
  createInterface({ input: child.stdout }).on('line', (text) => {
    const line = JSON.parse(text);
    if (line.type === undefined || line.type === 'done') waiting.shift()?.resolve(line);
    else onLine(line);
  });
  child.once('exit', (code) => {
    for (const { reject } of waiting.splice(0)) reject(new Error(`${command.args.at(0)} ended with ${code}`));
  });
  return {
    ask: (message) =>
      new Promise((resolve, reject) => {
        waiting.push({ resolve, reject });
        child.stdin.write(`${JSON.stringify(message)}\n`);
      }),
    stop: () => stop(child),
  };
}
