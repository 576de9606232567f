// The faults, each with the letter that marks it in the plots. A burst is the load's own.
import { abortedRequests } from './aborted-requests.mjs';
import { bigBodies } from './big-bodies.mjs';
import { connectionChurn } from './connection-churn.mjs';
import { deafStreams } from './deaf-streams.mjs';
import { hardScraping } from './hard-scraping.mjs';
import { malformedFlood } from './malformed-flood.mjs';
import { opsStorm } from './ops-storm.mjs';
import { overlay } from './overlay.mjs';
import { rotation } from './rotation.mjs';
import { slowClients } from './slow-clients.mjs';

export const BURST = { name: 'burst at twice saturation' };

export const FAULTS = {
  S: slowClients,
  M: malformedFlood,
  O: opsStorm,
  V: overlay,
  R: rotation,
  C: connectionChurn,
  U: BURST,
  B: bigBodies,
  E: deafStreams,
  P: hardScraping,
  A: abortedRequests,
};

/** Letters in turn, every one once before any comes again, shuffled anew each time. */
export function* inTurn(random) {
  for (;;) {
    const letters = Object.keys(FAULTS);
    while (letters.length > 0) yield letters.splice(Math.floor(random() * letters.length), 1)[0];
  }
}
