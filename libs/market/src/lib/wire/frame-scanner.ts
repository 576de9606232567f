import { PLACE, type FrameShape } from './frame-shape';
import type { Levels } from './market-event';

const SPACE = 32;
const QUOTE = 34;
const COMMA = 44;
const DOT = 46;
const ZERO = 48;
const BRACKET = 91;
const BACKSLASH = 92;
const LETTER_T = 116;
/** Whole numbers of so many digits, and their quotients by powers of ten up to that one, are exact in float64. */
const EXACT_DIGITS = 15;
const TICK_DECIMALS = 8;
const POWERS = Float64Array.from({ length: EXACT_DIGITS + 1 }, (_, i) => Number(`1e${i}`));
const MAX_VALUES = 16;
/** No position: what was expected does not stand there. */
const NOWHERE = -1;

/**
 * Walks through a text along a shape without cutting the text up. The values found are kept in the order of their places,
 * NaN for an optional one that is not there. The text must end with a brace and the shape must hold none
 * but at its start: so nothing that is expected goes past the end.
 */
export class FrameScanner {
  /** Numbers; 1 and 0 for a flag; for a text where it begins. */
  readonly values = new Float64Array(MAX_VALUES);
  /** For a text where it ends. */
  readonly ends = new Int32Array(MAX_VALUES);
  readonly levels: Levels[] = [];
  private number = 0;
  private decimals = 0;
  private ticks = new Float64Array(256);
  private qtys = new Float64Array(256);

  /** Where the shape ends that stands in the text from `from` on; −1 when it does not stand there. */
  scan(text: string, from: number, shape: FrameShape): number {
    const { values } = this;
    this.levels.length = 0;
    let at = from;
    let slot = 0;
    for (let i = 0; i < shape.length && at >= 0; i++) {
      const code = shape[i]!;
      if (code >= SPACE) at = text.charCodeAt(at) === code ? at + 1 : NOWHERE;
      else if (code !== PLACE.optional) at = this.take(code, text, at, slot++);
      else {
        const length = shape[++i]!;
        const isHere =
          text.charCodeAt(at) === COMMA &&
          text.charCodeAt(at + 2) === shape[i + 3] &&
          text.charCodeAt(at + 3) === shape[i + 4];
        if (isHere) continue;
        i += length;
        values[slot++] = NaN;
      }
    }
    return at;
  }

  /** Reads the value of a place; returns where it ends, −1 when none stands there. */
  private take(place: number, text: string, at: number, slot: number): number {
    const { values } = this;
    let end = NOWHERE;
    switch (place) {
      case PLACE.int:
        end = this.int(text, at);
        values[slot] = this.number;
        return end;
      case PLACE.text:
        end = closingQuote(text, at);
        values[slot] = at;
        this.ends[slot] = end;
        return end;
      case PLACE.price:
        end = this.decimal(text, at);
        values[slot] = this.inTicks();
        return values[slot]! > 0 ? end : NOWHERE;
      case PLACE.quantity:
        end = this.decimal(text, at);
        values[slot] = this.number / POWERS[this.decimals]!;
        return end;
      case PLACE.flag:
        values[slot] = text.charCodeAt(at) === LETTER_T ? 1 : 0;
        return text.startsWith('true', at) ? at + 4 : text.startsWith('false', at) ? at + 5 : NOWHERE;
      default:
        return this.takeLevels(text, at);
    }
  }

  /** A whole number of at most 15 digits, as JSON writes it. */
  private int(text: string, from: number): number {
    let at = from;
    let number = 0;
    for (let digit = text.charCodeAt(at) - ZERO; digit >= 0 && digit <= 9; digit = text.charCodeAt(++at) - ZERO)
      number = number * 10 + digit;
    this.number = number;
    const digits = at - from;
    const isOne = digits > 0 && digits <= EXACT_DIGITS && (digits === 1 || text.charCodeAt(from) !== ZERO);
    return isOne ? at : NOWHERE;
  }

  /** Digits with at most one dot; the number is that without the dot. */
  private decimal(text: string, from: number): number {
    let at = from;
    let dotAt = NOWHERE;
    let number = 0;
    for (;;) {
      const code = text.charCodeAt(at);
      const digit = code - ZERO;
      if (digit >= 0 && digit <= 9) number = number * 10 + digit;
      else if (code === DOT && dotAt < 0) dotAt = at;
      else break;
      at++;
    }
    this.number = number;
    this.decimals = dotAt < 0 ? 0 : at - dotAt - 1;
    const digits = dotAt < 0 ? at - from : at - from - 1;
    if (digits > 0 && digits <= EXACT_DIGITS) return at;
    this.decimals = 0;
    return NOWHERE;
  }

  /** The decimal read last in ticks of 1e-8; NaN when it has finer parts or is larger than float64 can count. */
  private inTicks(): number {
    if (this.decimals > TICK_DECIMALS) return NaN;
    const ticks = this.number * POWERS[TICK_DECIMALS - this.decimals]!;
    return ticks <= Number.MAX_SAFE_INTEGER ? ticks : NaN;
  }

  /** `["63943.90","1.5"],…`, or nothing. */
  private takeLevels(text: string, from: number): number {
    let at = from;
    let count = 0;
    if (text.charCodeAt(at) === BRACKET)
      do {
        if (count === this.ticks.length) this.growLevels();
        at = this.takeLevel(text, count === 0 ? at : at + 1, count++);
      } while (at >= 0 && text.charCodeAt(at) === COMMA);
    this.levels.push({ ticks: firstOf(this.ticks, count), qtys: firstOf(this.qtys, count) });
    return at;
  }

  private takeLevel(text: string, from: number, index: number): number {
    if (text.charCodeAt(from) !== BRACKET || text.charCodeAt(from + 1) !== QUOTE) return NOWHERE;
    const middle = this.decimal(text, from + 2);
    const ticks = this.inTicks();
    if (middle < 0 || !(ticks > 0) || !text.startsWith('","', middle)) return NOWHERE;
    const end = this.decimal(text, middle + 3);
    this.ticks[index] = ticks;
    this.qtys[index] = this.number / POWERS[this.decimals]!;
    return end >= 0 && text.startsWith('"]', end) ? end + 2 : NOWHERE;
  }

  private growLevels(): void {
    this.ticks = twiceAsLarge(this.ticks);
    this.qtys = twiceAsLarge(this.qtys);
  }
}

/** Where the text ends that begins at `from`; −1 when it is empty, has an escape, a control character or no end. */
function closingQuote(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at > from ? at : NOWHERE;
    if (code === BACKSLASH || code < SPACE) return NOWHERE;
  }
  return NOWHERE;
}

function firstOf(values: Float64Array, count: number): number[] {
  const first = new Array<number>(count);
  for (let i = 0; i < count; i++) first[i] = values[i]!;
  return first;
}

function twiceAsLarge(values: Float64Array): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(2 * values.length);
  larger.set(values);
  return larger;
}
