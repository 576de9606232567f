/** How often a reason denied. */
export interface Denial {
  /** The guard that gives the reason, `gate` for those of the gate itself, `null` for a reason this version does not know. */
  readonly guard: string | null;
  readonly reason: string;
  readonly denied: number;
  /** Of all denials, 0..1. */
  readonly share: number;
}

/** Denials by reason code, the most frequent first, each with the guard that stands behind it. */
export async function denialsOf(byReason: Readonly<Record<string, number>>): Promise<readonly Denial[]> {
  const { REASONS } = await import('@aurora/gates');
  const guards = new Map<string, string>(Array.from(REASONS.values(), ({ code, guard }) => [code, guard]));
  const all = Object.values(byReason).reduce((sum, count) => sum + count, 0);
  return Object.entries(byReason)
    .filter(([, denied]) => denied > 0)
    .map(([reason, denied]) => ({ guard: guards.get(reason) ?? null, reason, denied, share: denied / all }))
    .sort((a, b) => b.denied - a.denied || a.reason.localeCompare(b.reason));
}
