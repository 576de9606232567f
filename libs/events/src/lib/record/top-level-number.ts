/**
 * The number under a key of the outermost object of a valid JSON text, as its source characters; `undefined` when the key is absent
 * or its value is no number. The last of repeated keys counts, as in `JSON.parse`. Exists because `JSON.parse` rounds 19 digits.
 */
export function topLevelNumber(json: string, key: string): string | undefined {
  let found: string | undefined;
  let depth = 0;
  let expectsKey = false;
  for (let at = 0; at < json.length; at++) {
    const char = json.charCodeAt(at);
    if (char === QUOTE) {
      const end = closingQuote(json, at);
      if (depth === 1 && expectsKey && names(json.slice(at, end + 1), key)) found = numberAfterColon(json, end + 1);
      expectsKey = false;
      at = end;
    } else if (char === OPEN_BRACE || char === OPEN_BRACKET) {
      depth++;
      expectsKey = char === OPEN_BRACE;
    } else if (char === CLOSE_BRACE || char === CLOSE_BRACKET) depth--;
    else if (char === COMMA) expectsKey = depth === 1;
  }
  return found;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

const NUMBER_AFTER_COLON = /\s*:\s*(-?[0-9][-+.0-9eE]*)/y;

function numberAfterColon(json: string, from: number): string | undefined {
  NUMBER_AFTER_COLON.lastIndex = from;
  return NUMBER_AFTER_COLON.exec(json)?.[1];
}

function closingQuote(json: string, from: number): number {
  for (let at = from + 1; at < json.length; at++) {
    const char = json.charCodeAt(at);
    if (char === BACKSLASH) at++;
    else if (char === QUOTE) return at;
  }
  return json.length;
}

const names = (token: string, key: string): boolean =>
  token.includes('\\') ? JSON.parse(token) === key : token.length === key.length + 2 && token.startsWith(key, 1);
