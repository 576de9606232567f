import { PLACE, type FrameShape } from './frame-shape';
import type { Levels } from './market-event';

const SPACE = 32;
const QUOTE = 34;
const COMMA = 44;
const DOT = 46;
const ZERO = 48;
const BRACKET = 91;
const BACKSLASH = 92;
const BRACKET_END = 93;
const [LETTER_A, LETTER_E, LETTER_F, LETTER_L, LETTER_R, LETTER_S, LETTER_T, LETTER_U] = [
  97, 101, 102, 108, 114, 115, 116, 117,
];
/** Whole numbers of so many digits, and their quotients by powers of ten up to that one, are exact in float64. */
const EXACT_DIGITS = 15;
const TICK_DECIMALS = 8;
const POWERS = Float64Array.from({ length: EXACT_DIGITS + 1 }, (_, i) => Number(`1e${i}`));
const MAX_VALUES = 16;
/** For the longest text and a zero; far more than the frequent messages have. */
const MAX_BYTES = 1 << 16;
/** No position: what was expected does not stand there. */
const NOWHERE = -1;

/**
 * Walks through a text along a shape, without cutting the text up. The values found are kept in the order of their places.
 * The text is gone through as bytes: looking at a character of a string costs several times as much.
 */
export class FrameScanner {
  /** Numbers; 1 and 0 for a flag; for a text where it begins; NaN for an optional value that is not there. */
  readonly values = new Float64Array(MAX_VALUES);
  /** For a text where it ends. */
  readonly ends = new Int32Array(MAX_VALUES);
  /** In the order of their places. */
  readonly levels: Levels[] = [];
  private levelsFound = 0;
  /** A zero stands behind the text: nothing that is expected goes past it. */
  private readonly bytes = new Uint8Array(MAX_BYTES);
  private readonly encoder = new TextEncoder();
  private number = 0;
  private decimals = 0;
  private ticks = new Float64Array(256);
  private qtys = new Float64Array(256);

  /** Takes a text of ASCII characters. False for one that has others or is too long. */
  load(text: string): boolean {
    const { written } = this.encoder.encodeInto(text, this.bytes);
    this.bytes[written] = 0;
    return written === text.length && written < MAX_BYTES;
  }

  byteAt(at: number): number {
    return this.bytes[at]!;
  }

  /** Where the shape ends that stands in the text from `from` on; −1 when it does not stand there. */
  scan(from: number, shape: FrameShape): number {
    const { bytes, values } = this;
    this.levelsFound = 0;
    let at = from;
    let slot = 0;
    for (let i = 0; i < shape.length && at >= 0; i++) {
      const code = shape[i]!;
      if (code >= SPACE) at = bytes[at] === code ? at + 1 : NOWHERE;
      else if (code !== PLACE.optional) at = this.take(code, at, slot++);
      else {
        const length = shape[++i]!;
        const isHere = bytes[at] === COMMA && bytes[at + 2] === shape[i + 3] && bytes[at + 3] === shape[i + 4];
        if (isHere) continue;
        i += length;
        values[slot++] = NaN;
      }
    }
    return at;
  }

  /** Reads the value of a place; returns where it ends, −1 when none stands there. */
  private take(place: number, at: number, slot: number): number {
    const { values } = this;
    let end: number;
    switch (place) {
      case PLACE.int:
        end = this.int(at);
        values[slot] = this.number;
        return end;
      case PLACE.price:
        end = this.decimal(at);
        values[slot] = this.inTicks();
        return values[slot]! > 0 ? end : NOWHERE;
      case PLACE.quantity:
        end = this.decimal(at);
        values[slot] = this.number / POWERS[this.decimals]!;
        return end;
      case PLACE.text:
        values[slot] = at;
        return (this.ends[slot] = this.closingQuote(at));
      case PLACE.levels:
        return this.takeLevels(at);
      default:
        end = this.flag(at);
        values[slot] = this.number;
        return end;
    }
  }

  /** A whole number of at most 15 digits, as JSON writes it. */
  private int(from: number): number {
    const { bytes } = this;
    let at = from;
    let number = 0;
    for (let digit = bytes[at]! - ZERO; digit >= 0 && digit <= 9; digit = bytes[++at]! - ZERO)
      number = number * 10 + digit;
    this.number = number;
    const digits = at - from;
    const isOne = digits > 0 && digits <= EXACT_DIGITS && (digits === 1 || bytes[from] !== ZERO);
    return isOne ? at : NOWHERE;
  }

  /** At most 15 digits with at most one dot; the number is that without the dot. */
  private decimal(from: number): number {
    const { bytes } = this;
    let at = from;
    let dotAt = NOWHERE;
    let number = 0;
    for (;;) {
      const code = bytes[at]!;
      const digit = code - ZERO;
      if (digit >= 0 && digit <= 9) number = number * 10 + digit;
      else if (code === DOT && dotAt < 0) dotAt = at;
      else break;
      at++;
    }
    const digits = dotAt < 0 ? at - from : at - from - 1;
    const isOne = digits > 0 && digits <= EXACT_DIGITS;
    this.number = number;
    this.decimals = isOne && dotAt >= 0 ? at - dotAt - 1 : 0;
    return isOne ? at : NOWHERE;
  }

  /** The decimal read last in ticks of 1e-8; NaN when it is finer, or more than float64 can count. */
  private inTicks(): number {
    if (this.decimals > TICK_DECIMALS) return NaN;
    const ticks = this.number * POWERS[TICK_DECIMALS - this.decimals]!;
    return ticks <= Number.MAX_SAFE_INTEGER ? ticks : NaN;
  }

  private flag(at: number): number {
    const { bytes } = this;
    const [a, b, c, d] = [bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]];
    this.number = a === LETTER_T ? 1 : 0;
    if (a === LETTER_T && b === LETTER_R && c === LETTER_U && d === LETTER_E) return at + 4;
    const isFalse = a === LETTER_F && b === LETTER_A && c === LETTER_L && d === LETTER_S && bytes[at + 4] === LETTER_E;
    return isFalse ? at + 5 : NOWHERE;
  }

  /** Where the text ends that begins here; −1 when it is empty, has an escape, a control character or no end. */
  private closingQuote(from: number): number {
    const { bytes } = this;
    let at = from;
    while (bytes[at]! >= SPACE && bytes[at] !== QUOTE && bytes[at] !== BACKSLASH) at++;
    return bytes[at] === QUOTE && at > from ? at : NOWHERE;
  }

  /** `["63943.90","1.5"],…`, or nothing. */
  private takeLevels(from: number): number {
    const { bytes } = this;
    let at = from;
    let count = 0;
    if (bytes[at] === BRACKET)
      do {
        if (count === this.ticks.length) this.growLevels();
        at = this.takeLevel(count === 0 ? at : at + 1, count++);
      } while (at >= 0 && bytes[at] === COMMA);
    this.levels[this.levelsFound++] = { ticks: firstOf(this.ticks, count), qtys: firstOf(this.qtys, count) };
    return at;
  }

  private takeLevel(from: number, index: number): number {
    const { bytes } = this;
    if (bytes[from] !== BRACKET || bytes[from + 1] !== QUOTE) return NOWHERE;
    const middle = this.decimal(from + 2);
    const ticks = this.inTicks();
    if (middle < 0 || !(ticks > 0)) return NOWHERE;
    if (bytes[middle] !== QUOTE || bytes[middle + 1] !== COMMA || bytes[middle + 2] !== QUOTE) return NOWHERE;
    const end = this.decimal(middle + 3);
    this.ticks[index] = ticks;
    this.qtys[index] = this.number / POWERS[this.decimals]!;
    return end >= 0 && bytes[end] === QUOTE && bytes[end + 1] === BRACKET_END ? end + 2 : NOWHERE;
  }

  private growLevels(): void {
    this.ticks = twiceAsLarge(this.ticks);
    this.qtys = twiceAsLarge(this.qtys);
  }
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
