import { parseMode } from '@aurora/kernel';
import { type ConfigView, type Derived, type OverlayRefusal } from '../load/view';
import { isLive } from './token-checks';

const REQUIRE_TOKEN = 'security.require_token_for_trading';
/** Folders that lie in the run folder, by this name, where nothing else is said. */
const RUN_FOLDERS = { 'state.dir': 'state', 'tuner.dir': 'tuner' } as const;

/** `prod` read as live, and what follows from the mode and from the run folder where nothing else is said. */
export function deriveService(view: ConfigView): Derived[] {
  const derived: Derived[] = [{ path: 'mode', value: parseMode(String(view.get('mode'))) }];
  if (view.get(REQUIRE_TOKEN) === null) {
    derived.push({ path: REQUIRE_TOKEN, value: isLive(view), from: 'mode' });
  }
  for (const [path, name] of Object.entries(RUN_FOLDERS)) {
    if (view.get(path) !== null) continue;
    derived.push({ path, value: `${String(view.get('session.run_dir'))}/${name}`, from: 'session.run_dir' });
  }
  return derived;
}

/** What an overlay, which comes through an API route and takes effect at once, may not reach. */
export const overlayRefusals: readonly OverlayRefusal[] = [
  { path: 'mode', reason: 'where orders go is decided at start' },
  { path: 'security', reason: 'who may call is not for a caller to decide' },
  { path: 'api', reason: 'the service is listening already' },
  { path: 'state', reason: 'the stored state stays where it was restored from' },
  { path: 'session', reason: 'the folders of a session are chosen at start' },
  { path: 'tuner', reason: 'what limits a search is not for the search to change' },
  { path: 'logging', reason: 'the log of a session is open already' },
];

/** Where a service listens and keeps its files: a replay in another folder runs the same configuration. */
export const places: readonly string[] = [
  'api.host',
  'api.port',
  'api.log_level',
  'api.git_revision',
  'state.dir',
  'tuner.dir',
  'session.run_dir',
  'logging.session_dir',
];
