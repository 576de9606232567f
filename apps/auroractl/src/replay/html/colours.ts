/**
 * Colours that charts are drawn with, each standing for one of the page's own, so that a drawing follows the light or dark of the
 * reader. They are close to what the light page shows, for readers that know no variables.
 */
export const COLOURS = {
  ink: '#1b1f25',
  muted: '#5b6470',
  line: '#d5dae1',
  was: '#8a94a3',
  would: '#1f6fd0',
  deny: '#c93c3c',
  allow: '#1f9d5c',
  reason: '#b7791f',
  quantity: '#7a52c7',
} as const;

/** Puts the page's variables in the place of the colours of a drawing. */
export function themed(svg: string): string {
  let text = svg;
  for (const [name, colour] of Object.entries(COLOURS)) text = text.replaceAll(colour, `var(--${name})`);
  return text;
}
