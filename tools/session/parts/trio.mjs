// Exchange, gate and runner together, started in this order and ended in the opposite one.
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SmallDisk } from '../../torture/machinery/small-disk.mjs';
import { writeSettings } from '../settings.mjs';
import { Gate } from './gate.mjs';
import { Runner } from './runner.mjs';
import { Venue } from './venue.mjs';

export class Trio {
  #open = [];

  /**
   * @param options `folder` of logs and state; `diskMb` of the file system the runner's log gets for itself, where that can
   *   be had; `settings` laid over the usual ones; `seed`, `rate`, `recording` of the market.
   */
  static async start(options) {
    const trio = new Trio();
    try {
      await trio.#start(options);
      return trio;
    } catch (error) {
      await trio.stop();
      throw error;
    }
  }

  async #start({ folder, diskMb, settings, seed, rate, recording }) {
    mkdirSync(folder, { recursive: true });
    this.folder = folder;
    /** `null` where none can be mounted. */
    this.disk = diskMb === undefined ? null : SmallDisk.mount(diskMb);
    this.venue = await this.#began(Venue.start({ folder, seed, rate, recording }));
    const configFile = writeSettings(folder, this.venue.symbols, settings);
    this.gate = await this.#began(Gate.start({ folder, configFile }));
    const { url, wsUrl } = this.venue;
    const args = [
      ...['--ws-url', wsUrl, '--rest-url', url, '--symbols', this.venue.symbols.join(',')],
      ...['--api-url', this.gate.url, '--seed', String(seed)],
    ];
    const sessionDir = join(this.disk?.folder ?? folder, 'market');
    this.runner = await this.#began(Runner.start({ folder, configFile, sessionDir, args }));
  }

  /** Folders of the two logs. */
  get sessions() {
    return { runner: join(this.runner.sessionDir, 'runner'), gate: join(this.folder, 'gate') };
  }

  /** What each process has said on standard error. */
  said() {
    const textOf = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : '');
    return Object.fromEntries(['sim', 'api', 'runner'].map((name) => [name, textOf(join(this.folder, `${name}.log`))]));
  }

  /** Ends what still runs; the disk goes with all that is on it. */
  async stop() {
    for (const part of this.#open.splice(0).reverse()) await part.stop();
    this.disk?.end();
  }

  async #began(starting) {
    const part = await starting;
    this.#open.push(part);
    return part;
  }
}
