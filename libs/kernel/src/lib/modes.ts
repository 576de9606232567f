/** Where orders go. `prod` is another word for `live`. Strictest first. */
export const MODES = ['live', 'testnet', 'paper', 'shadow'] as const;
export type Mode = (typeof MODES)[number];

/** Reads a mode in any case, `prod` as live; anything else is `undefined`. */
export function parseMode(text: string): Mode | undefined {
  const lower = text.toLowerCase();
  if (lower === 'prod') return 'live';
  return MODES.find((mode) => mode === lower);
}

/** The stricter of two modes: a client cannot talk a live gate into leniency. */
export const stricterMode = (a: Mode, b: Mode): Mode => (MODES.indexOf(a) <= MODES.indexOf(b) ? a : b);
