/** Codes of the places of a shape; all below those of letters, so that one comparison tells them apart. */
export const PLACE = { int: 1, text: 2, price: 3, quantity: 4, flag: 5, levels: 6, optional: 7 } as const;

const MARKS: Readonly<Record<string, number>> = {
  '#': PLACE.int,
  $: PLACE.text,
  '%': PLACE.price,
  '&': PLACE.quantity,
  '!': PLACE.flag,
  '*': PLACE.levels,
};

/** The text of a message, letter by letter, with places for its values. */
export type FrameShape = Uint8Array;

/**
 * A shape from its text: `#` a whole number, `$` the text within quotes, `%` the digits of a price and `&` of a quantity
 * within quotes, `!` true or false, `*` levels. What stands in `<>` may be absent; it has one value and a name of two
 * letters or less.
 */
export function frameShape(text: string): FrameShape {
  const codes: number[] = [];
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '<') codes.push(PLACE.optional, text.indexOf('>', i) - i - 1);
    else if (text[i] !== '>') codes.push(MARKS[text[i]!] ?? text.charCodeAt(i));
  }
  return Uint8Array.from(codes);
}
