/** Pauses between depth messages that the venue offers, ms; 0 stands for every change. */
export const DEPTH_SPEEDS = [0, 100, 250, 500] as const;
const PARTIAL_LEVELS = [5, 10, 20] as const;

const SPEEDS: Readonly<Record<string, number>> = { '': 250, '@0ms': 0, '@100ms': 100, '@250ms': 250, '@500ms': 500 };

/** A channel of a symbol by its name on the wire. */
export type Channel =
  | { readonly kind: 'bookTicker' | 'trade' | 'aggTrade' }
  | { readonly kind: 'markPrice'; readonly everySec: 1 | 3 }
  /** `levels` 0 for diffs. */
  | { readonly kind: 'depth'; readonly everyMs: number; readonly levels: number };

const CHANNELS = new Map<string, Channel>([
  ['bookTicker', { kind: 'bookTicker' }],
  ['trade', { kind: 'trade' }],
  ['aggTrade', { kind: 'aggTrade' }],
  ['markPrice', { kind: 'markPrice', everySec: 3 }],
  ['markPrice@1s', { kind: 'markPrice', everySec: 1 }],
  ...[0, ...PARTIAL_LEVELS].flatMap((levels) =>
    Object.entries(SPEEDS).map(([suffix, everyMs]): [string, Channel] => [
      `depth${levels === 0 ? '' : levels}${suffix}`,
      { kind: 'depth', everyMs, levels },
    ]),
  ),
]);

const NAMES = new Map([...CHANNELS.keys()].map((name) => [name.toLowerCase(), name]));

/** What a channel name stands for; `undefined` for none of the venue's. */
export const channelOf = (name: string): Channel | undefined => CHANNELS.get(name);

/** `<symbol>@<channel>` as the venue writes it, whatever its case; `undefined` for none of the venue's. */
export function streamName(text: string): string | undefined {
  const lower = text.trim().toLowerCase();
  const at = lower.indexOf('@');
  const channel = NAMES.get(lower.slice(at + 1));
  return at > 0 && channel !== undefined ? `${lower.slice(0, at)}@${channel}` : undefined;
}
