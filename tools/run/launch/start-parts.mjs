// The three processes of a session: which script, with what arguments and environment, and what they say when ready.
import { join } from 'node:path';
import { Child } from './child.mjs';

export const VENUE = 'the simulated exchange';
export const API = 'aurora-api';
export const RUNNER = 'wisescalp-runner';

/** Starts a child that says `{"type":"listening",…}` when it is ready; `listening` resolves with what it says. */
function startServer(given) {
  let child;
  const listening = new Promise((resolve) => {
    child = new Child({ ...given, onLine: (message) => message.type === 'listening' && resolve(message) });
  });
  return { child, listening };
}

export function startVenue(script, { seed, recording, speed, faults = [] }, folder) {
  const market = recording === undefined ? [] : ['--recording', recording];
  const asked = faults.flatMap((spec) => ['--fault', spec]);
  const args = ['sim', '--port', '0', '--seed', String(seed), '--speed', speed, ...market, ...asked];
  return startServer({ name: VENUE, script, args, logFile: join(folder, 'sim.log') });
}

export function startApi(script, { port }, folder) {
  const env = {
    ...process.env,
    AURORA_API_PORT: String(port),
    AURORA_SESSION_DIR: folder,
    AURORA_RUN_DIR: join(folder, 'run'),
    AURORA_MODE: 'shadow',
  };
  return startServer({ name: API, script, env, logFile: join(folder, 'api.log') });
}

/** @param scene where gate and venue are; without a venue the runner reads the recording itself. */
export function startRunner(script, { recording, seed, speed }, folder, { venue, gate }, onLine) {
  const market =
    venue === undefined
      ? ['--recording', recording]
      : ['--ws-url', venue.ws_url, '--rest-url', venue.url, '--symbols', venue.symbols.join(',')];
  const rest = ['--api-url', gate, '--session-dir', folder, '--seed', String(seed), '--metrics-port', '0'];
  const args = [...market, '--speed', speed, ...rest];
  return new Child({ name: RUNNER, script, args, logFile: join(folder, 'runner.log'), onLine });
}
