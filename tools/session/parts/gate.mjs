// aurora-api as a process on a folder that outlives it, behind a network that can fail.
import { join } from 'node:path';
import { ROOT } from '../../run/bootstrap.mjs';
import { cleanEnvironment, startReady } from './processes.mjs';
import { Proxy } from './proxy.mjs';

const SCRIPT = join(ROOT, 'apps/aurora-api/dist/main.js');

const OPS_TOKEN = 'session-ops-token-of-no-secret-at-all';

export class Gate {
  /** How often it was started. */
  lives = 0;
  /** How each life ended: `{ code, signal }`, and whether it was meant to. */
  ends = [];

  /** @param folder of its log, session and state; `configFile` says where these are. */
  static async start({ folder, configFile }) {
    const gate = new Gate();
    Object.assign(gate, { folder, configFile });
    await gate.begin();
    gate.proxy = await Proxy.listen(gate.port);
    return gate;
  }

  /** Where the runner finds it. */
  get url() {
    return this.proxy.url;
  }

  get pid() {
    return this.child.pid;
  }

  /** Starts it, or starts it again on what is left. */
  async begin() {
    const { child, ready } = await startReady({
      ...{ name: 'aurora-api', script: SCRIPT, cwd: this.folder, logFile: join(this.folder, 'api.log') },
      ...{ readyType: 'listening' },
      env: {
        ...cleanEnvironment(),
        AURORA_CONFIG: this.configFile,
        AURORA_LOG_LEVEL: 'warn',
        AURORA_GIT_REVISION: 'session',
        AURORA_API_PORT: '0',
        OPS_TOKEN,
      },
    });
    this.child = child;
    this.lives++;
    this.ownUrl = ready.url;
    this.port = Number(new URL(ready.url).port);
    if (this.proxy !== undefined) this.proxy.targetPort = this.port;
  }

  /** Holds the process; its port still takes connections, and nobody answers. */
  pause() {
    this.child.kill('SIGSTOP');
  }

  resume() {
    this.child.kill('SIGCONT');
  }

  /** Ends it without a chance to say anything. */
  async crash() {
    this.child.kill();
    await this.#ended(true);
  }

  /** Asks it to end, also when it is held. */
  async stop() {
    this.resume();
    await this.child.stop();
    await this.#ended(false);
    await this.proxy.close();
  }

  /** Asks as an operator, past the proxy; throws unless the answer is 200. */
  async ops(path, body) {
    const answer = await fetch(new URL(path, this.ownUrl), {
      method: 'POST',
      headers: { 'x-ops-token': OPS_TOKEN, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(5000),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`POST ${path}: ${answer.status} ${text}`);
    return JSON.parse(text);
  }

  get metricsUrl() {
    return new URL('/metrics', this.ownUrl);
  }

  async #ended(killed) {
    this.ends.push({ ...(await this.child.exited), killed });
  }
}
