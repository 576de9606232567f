// The simulated exchange as a process, and what can be asked of it.
import { join } from 'node:path';
import { ROOT } from '../../run/bootstrap.mjs';
import { cleanEnvironment, startReady } from './processes.mjs';

const SCRIPT = join(ROOT, 'apps/auroractl/bin/auroractl.cjs');

export class Venue {
  /** @param options `folder` of its log, `seed`, `symbols`, `recording`, `speed`, `args` more arguments. */
  static async start({ folder, seed, symbols, recording, speed = 1, args = [] }) {
    const venue = new Venue();
    const asked = [
      ...['sim', '--port', '0', '--seed', String(seed), '--speed', String(speed)],
      ...(symbols === undefined ? [] : ['--symbols', symbols.join(',')]),
      ...(recording === undefined ? [] : ['--recording', recording, '--loop']),
      ...args,
    ];
    const { child, ready } = await startReady({
      ...{ name: 'the simulated exchange', script: SCRIPT, args: asked, env: cleanEnvironment() },
      ...{ logFile: join(folder, 'sim.log'), readyType: 'listening' },
    });
    return Object.assign(venue, { child, url: ready.url, wsUrl: ready.ws_url, symbols: ready.symbols });
  }

  get pid() {
    return this.child.pid;
  }

  /** Makes something go wrong: `disconnect`, `gap`, `stall`, `crossed`, `slow` or `refuse`. */
  async fault(kind, more = {}) {
    await this.#ask('POST', '/sim/faults', { kind, ...more });
  }

  /** Ends every fault. */
  async heal() {
    await this.#ask('DELETE', '/sim/faults');
  }

  status() {
    return this.#ask('GET', '/sim/status');
  }

  stop() {
    return this.child.stop();
  }

  async #ask(method, path, body) {
    const answer = await fetch(new URL(path, this.url), {
      method,
      ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      signal: AbortSignal.timeout(5000),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} of the exchange: ${answer.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  }
}
