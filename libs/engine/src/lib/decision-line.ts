import { type OwnLine } from '@aurora/events';
import { type Ms } from '@aurora/kernel';

/** What judging the decision of a line again takes, and where its answer stands in the line. */
export interface CutDecision {
  readonly decisionId: string;
  readonly nowMs: Ms;
  readonly request: unknown;
  readonly answerAt: number;
}

const TIME = '{"now_ms":';
const REQUEST = ',"request":';
const LONGEST_NUMBER = 30;
/** Behind the brace that ends the request. */
const DECISION = '},"decision":{';
const END = '}}';

/**
 * Cuts a POLICY.DECISION line in the layout that `GateEngine.check` gives its details and parses only the request; `null` for any
 * other layout. Where the text up to the decision is one JSON object, no name of the details can stand inside of it.
 */
export function cutDecision(line: string, { detailsAt, decisionId }: OwnLine): CutDecision | null {
  if (decisionId === undefined || !line.startsWith(TIME, detailsAt)) return null;
  const timeAt = detailsAt + TIME.length;
  const timeEnd = line.indexOf(',', timeAt);
  if (timeEnd - timeAt > LONGEST_NUMBER || !line.startsWith(REQUEST, timeEnd)) return null;
  const time = line.slice(timeAt, timeEnd);
  const nowMs = Number(time);
  // Any other spelling of it is left to those who parse it.
  if (`${nowMs}` !== time || !Number.isFinite(nowMs)) return null;
  const requestAt = timeEnd + REQUEST.length;
  const requestEnd = line.indexOf(DECISION, requestAt) + 1;
  if (requestEnd === 0) return null;
  const request = objectOf(line.slice(requestAt, requestEnd));
  return request === null ? null : { decisionId, nowMs, request, answerAt: requestEnd + DECISION.length - 2 };
}

/** Whether the line has this answer, and nothing behind it. */
export const isWhole = (line: string, { answerAt }: CutDecision, answerJson: string): boolean =>
  line.length === answerAt + answerJson.length + END.length &&
  // Not startsWith, which goes character by character.
  line.slice(answerAt, answerAt + answerJson.length) === answerJson;

function objectOf(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null; // cut at a name of the same spelling inside of the request, or no JSON at all
  }
}
