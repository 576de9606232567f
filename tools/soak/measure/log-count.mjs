// Counts the lines of a session's files part by part, before retention deletes them: what was written is known even when
// it is no longer there.
import { createReadStream } from 'node:fs';
import { basename, join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { pipeline } from 'node:stream';
import { sessionFiles } from '@aurora/events/node';

const CODES = ['POLICY.DECISION', 'POSTTRADE.LOG', 'IDEM.HIT'];
export const BASES = ['aurora_events', 'orders', 'orders_denied', 'orders_success', 'orders_failed'];
const NEWLINE = 0x0a;

export class LogCount {
  lines = Object.fromEntries(BASES.map((base) => [base, 0]));
  codes = Object.fromEntries(CODES.map((code) => [code, 0]));
  /** Parts that were gone before they could be counted. */
  missed = 0;
  parts = 0;
  #seen = Object.fromEntries(BASES.map((base) => [base, 0]));

  constructor(folder) {
    this.folder = folder;
  }

  /** Counts the parts set aside since the last time. */
  async follow() {
    for (const base of BASES) {
      for (const path of await sessionFiles(this.folder, base)) {
        const seq = partNumber(path);
        if (seq === null || seq <= this.#seen[base]) continue;
        this.missed += seq - this.#seen[base] - 1;
        await this.#count(base, path);
        this.parts++;
        this.#seen[base] = seq;
      }
    }
  }

  /** Counts everything there is, once nobody writes any more. */
  async finish() {
    await this.follow();
    for (const base of BASES) await this.#count(base, join(this.folder, `${base}.jsonl`));
  }

  async #count(base, path) {
    const codes =
      base === 'aurora_events' ? CODES.map((code) => ({ code, mark: Buffer.from(`"event_code":"${code}"`) })) : [];
    let carried = Buffer.alloc(0);
    for await (const chunk of await bytesOf(path)) {
      const bytes = Buffer.concat([carried, chunk]);
      const end = bytes.lastIndexOf(NEWLINE) + 1;
      const whole = bytes.subarray(0, end);
      this.lines[base] += occurrences(whole, NEWLINE, 1);
      for (const { code, mark } of codes) this.codes[code] += occurrences(whole, mark, mark.length);
      carried = bytes.subarray(end);
    }
  }
}

const partNumber = (path) => {
  const match = /-(\d{6,})\.jsonl(\.gz)?$/.exec(basename(path));
  return match === null ? null : Number(match[1]);
};

function occurrences(bytes, what, length) {
  let count = 0;
  for (let at = bytes.indexOf(what); at !== -1; at = bytes.indexOf(what, at + length)) count++;
  return count;
}

/** A part may be compressed between its listing and its reading. */
async function bytesOf(path) {
  const open = (name) =>
    new Promise((resolve, reject) => {
      const stream = createReadStream(name);
      stream.once('open', () => resolve(stream)).once('error', reject);
    });
  const plain = path.endsWith('.gz')
    ? null
    : await open(path).catch((error) => (error.code === 'ENOENT' ? null : Promise.reject(error)));
  if (plain !== null) return plain;
  return pipeline(await open(path.endsWith('.gz') ? path : `${path}.gz`), createGunzip(), () => undefined);
}
