// The simulated exchange as a process, and what can be asked of it.
import { join } from 'node:path';
import { ROOT } from '../../run/bootstrap.mjs';
import { cleanEnvironment, startReady } from './processes.mjs';

const SCRIPT = join(ROOT, 'apps/auroractl/bin/auroractl.cjs');

export class Venue {
  /** @param options `folder` of its log, `seed` of a generated market and its `rate` of messages per second, or a `recording` that is
   *   played over and over. */
  static async start({ folder, seed, rate, recording }) {
    const venue = new Venue();
    const asked = [
      ...['sim', '--port', '0', '--seed', String(seed)],
      ...(rate === undefined ? [] : ['--rate', String(rate)]),
      ...(recording === undefined ? [] : ['--recording', recording, '--loop']),
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

  /** Makes something go wrong: `disconnect`, `gap`, `stall`, `crossed`, `slow`, `refuse`, `rest_500` or `rest_429`. */
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
