import { type Refusal } from './refusal';

/** A refusal thrown where the answer is not at hand; the error filter writes it as it stands. */
export class Refused extends Error {
  override readonly name = 'Refused';

  constructor(readonly refusal: Refusal) {
    super(refusal.body.message);
  }
}
