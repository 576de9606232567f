/** A rotated part of a log: `aurora_events.20260131T235959Z-000001.jsonl`, with `.gz` once it is compressed. */
export interface RotatedPart {
  readonly name: string;
  /** When it was set aside. */
  readonly atMs: number;
  /** Grows from part to part, also when the clock is set back: the order of the parts. */
  readonly seq: number;
  readonly compressed: boolean;
}

/** `2026-01-31T23:59:59.999Z` → `20260131T235959Z`. */
const stampOf = (nowMs: number): string => `${new Date(nowMs).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;

/** Name of the part number `seq` of `<base>.jsonl`, set aside at `nowMs`. */
export const rotatedName = (base: string, nowMs: number, seq: number): string =>
  `${base}.${stampOf(nowMs)}-${String(seq).padStart(6, '0')}.jsonl`;

const PART = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z-(\d{6,})\.jsonl(\.gz)?$/;

/** The parts of `<base>.jsonl` among the names of a folder, oldest first. Of a part in both forms the uncompressed one counts: the other may be unfinished. */
export function rotatedParts(base: string, names: readonly string[]): RotatedPart[] {
  const bySeq = new Map<number, RotatedPart>();
  for (const name of names) {
    const match = name.startsWith(`${base}.`) ? PART.exec(name.slice(base.length + 1)) : null;
    if (match === null) continue;
    const [, year, month, day, hour, minute, second] = match.map(Number);
    const seq = Number(match[7]);
    const compressed = match[8] !== undefined;
    if (compressed && bySeq.has(seq)) continue;
    bySeq.set(seq, { name, seq, compressed, atMs: Date.UTC(year!, month! - 1, day!, hour!, minute!, second!) });
  }
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq);
}
