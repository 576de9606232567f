// A slow or faulty disk and a wrong wall clock for one process, changed while it runs. Needs gcc.
import { spawnSync } from 'node:child_process';
import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { tempFolder } from './temp-folders.mjs';

const SOURCE = fileURLToPath(new URL('weather.c', import.meta.url));
export const WEATHER_MISSING = 'gcc is missing (Debian: apt-get install gcc libc6-dev)';

let library;

function compiled() {
  if (library !== undefined) return library;
  const file = join(tempFolder(), 'weather.so');
  const { status } = spawnSync('gcc', ['-O2', '-shared', '-fPIC', '-o', file, SOURCE], { stdio: ['ignore', 2, 2] });
  library = status === 0 ? file : null;
  return library;
}

export class Weather {
  #page;

  /** `null` where it cannot be had. */
  static make() {
    return compiled() === null ? null : new Weather();
  }

  constructor() {
    const path = join(tempFolder(), 'weather');
    this.#page = openSync(path, 'w+');
    this.env = { LD_PRELOAD: compiled(), TORTURE_WEATHER: path };
    this.set({});
  }

  /** What is not said is as it should be. */
  set({ clockOffsetMs = 0, writeDelayMs = 0, syncDelayMs = 0, diskErrno = 0 }) {
    this.clockOffsetMs = clockOffsetMs;
    const numbers = [clockOffsetMs, writeDelayMs, syncDelayMs, diskErrno];
    const page = new BigInt64Array(numbers.map((number) => BigInt(Math.round(number))));
    writeSync(this.#page, page, 0, page.byteLength, 0);
  }

  end() {
    closeSync(this.#page);
  }
}
