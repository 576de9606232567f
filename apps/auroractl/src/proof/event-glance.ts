import type { ReadEvent } from '@aurora/events';
import { nsToMs } from '@aurora/kernel';
import type { EventGlance } from './proof-document';

type Details = ReadEvent['details'];

/** What a proof shows of an event: a decision without its whole question, everything else as it is. */
export function eventGlance({ tsNs, eventCode, symbol, cid, side, qty, decisionId, details }: ReadEvent): EventGlance {
  const about = { event_code: eventCode, symbol, cid, side, qty, decision_id: decisionId };
  const said = Object.entries(about).filter(([, value]) => value !== undefined);
  const shown = eventCode === 'POLICY.DECISION' ? decisionShown(details) : details;
  return { ts: new Date(nsToMs(tsNs)).toISOString(), ...Object.fromEntries(said), ...shown };
}

function decisionShown(details: Details): object {
  const { allow, reason, max_qty, risk_scale } = (details['decision'] ?? {}) as Details;
  return { allow, reason, max_qty, risk_scale };
}
