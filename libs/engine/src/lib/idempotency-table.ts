import { isDeepStrictEqual } from 'node:util';
import { type Ms } from '@aurora/kernel';

interface Kept {
  readonly bodyJson: string;
  readonly answerJson: string;
  readonly expiresMs: Ms;
}

export type IdempotencyLookup =
  | { readonly outcome: 'new' }
  | { readonly outcome: 'hit'; readonly answerJson: string }
  | { readonly outcome: 'conflict' };

const NEW: IdempotencyLookup = { outcome: 'new' };
const CONFLICT: IdempotencyLookup = { outcome: 'conflict' };

/**
 * Answers by idempotency key, for `ttlMs` after they were given. Bounded: beyond `maxKeys` the oldest give way, and a
 * repeat of one of those is judged anew, which reserves twice and so errs on the safe side.
 */
export class IdempotencyTable {
  private readonly kept = new Map<string, Kept>();

  get size(): number {
    return this.kept.size;
  }

  /** Looks a key up. The same body in other white space or key order is the same body. */
  find(key: string, bodyJson: string, nowMs: Ms): IdempotencyLookup {
    const entry = this.kept.get(key);
    if (entry === undefined || entry.expiresMs <= nowMs) return NEW;
    const same = entry.bodyJson === bodyJson || isDeepStrictEqual(JSON.parse(entry.bodyJson), JSON.parse(bodyJson));
    return same ? { outcome: 'hit', answerJson: entry.answerJson } : CONFLICT;
  }

  keep(key: string, bodyJson: string, answerJson: string, nowMs: Ms, ttlMs: Ms, maxKeys: number): void {
    if (ttlMs <= 0) return;
    this.kept.delete(key);
    this.forgetExpired(nowMs);
    while (this.kept.size >= maxKeys) this.kept.delete(this.kept.keys().next().value!);
    this.kept.set(key, { bodyJson, answerJson, expiresMs: nowMs + ttlMs });
  }

  /** Forgets an answer that was never given. */
  forget(key: string): void {
    this.kept.delete(key);
  }

  /** Entries stand in the order they were kept, so the expired ones come first; two a time keeps the cost even. */
  private forgetExpired(nowMs: Ms): void {
    let budget = 2;
    for (const [key, entry] of this.kept) {
      if (budget-- === 0 || entry.expiresMs > nowMs) return;
      this.kept.delete(key);
    }
  }
}
