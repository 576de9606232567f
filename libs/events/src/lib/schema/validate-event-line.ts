import { topLevelNumber } from '../record/top-level-number';
import { compileSchema } from './compile-schema';
import { EVENT_SCHEMA } from './event-schema';

/** Problems of a parsed line against the event schema, none when it is valid. */
export const eventProblems = compileSchema(EVENT_SCHEMA);

const NINETEEN_DIGITS = /^[1-9][0-9]{18}$/;

/** Problems of a line of the event log against its schema, none when it is valid. A line that is no JSON is one problem. */
export function validateEventLine(line: string): string[] {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    return [`not JSON: ${(error as Error).message}`];
  }
  const problems = eventProblems(value);
  // The schema sees a rounded number and cannot tell digits from 1e18.
  if (problems.length === 0 && !NINETEEN_DIGITS.test(topLevelNumber(line, 'ts_ns') ?? ''))
    problems.push('ts_ns must be 19 bare digits');
  return problems;
}
