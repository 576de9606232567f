import { type Parsed } from '@aurora/contracts';
import { invalidRequest } from './refusal';
import { Refused } from './refused';

/** The value of a body or parameter that was accepted; one that was not is answered 422 with every fault. */
export function accepted<T>(parsed: Parsed<T>): T {
  if (!parsed.ok) throw new Refused(invalidRequest(parsed.errors));
  return parsed.value;
}
