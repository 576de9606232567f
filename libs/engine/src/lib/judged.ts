import { type PretradeCheckAnswer } from '@aurora/contracts';
import { type Decision } from '@aurora/gates';
import { type GateRequest } from '@aurora/kernel';
import { type PendingEvent } from './decision-events';

/** A judged request that has not taken effect: its decision and the answer as it would go out. */
export type JudgedOnly = Pick<Judged, 'request' | 'decision' | 'answerJson'>;

/** A judged request: the answer as it goes out, and the events in the order in which they happened. */
export class Judged {
  /** @param events POLICY.DECISION comes last, so the causes stand before it. */
  constructor(
    readonly request: GateRequest,
    readonly decision: Decision,
    readonly answerJson: string,
    readonly events: readonly PendingEvent[],
  ) {}

  /** The answer as an object, read from its text: most are never asked for it. */
  get answer(): PretradeCheckAnswer {
    return JSON.parse(this.answerJson) as PretradeCheckAnswer;
  }
}
