import { WireError } from './wire-error';

/** `JSON.parse` that throws a `WireError` `not_json`. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw new WireError('not_json', '');
    throw error;
  }
}
