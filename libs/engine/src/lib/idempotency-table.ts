import { isDeepStrictEqual } from 'node:util';
import { type Ms } from '@aurora/kernel';

interface Kept {
  readonly key: string;
  readonly bodyJson: string;
  readonly answerJson: string;
  readonly expiresMs: Ms;
}

export type IdempotencyLookup =
  | { readonly outcome: 'new' }
  | { readonly outcome: 'hit'; readonly answerJson: string }
  | { readonly outcome: 'conflict' };

/** What the kept bodies and answers may take together, in characters. */
const MAX_CHARS = 64 * 2 ** 20;

/** So many that left are worth being tidied away. */
const MANY_LEFT = 1024;

const NEW: IdempotencyLookup = { outcome: 'new' };
const CONFLICT: IdempotencyLookup = { outcome: 'conflict' };

/**
 * Answers by idempotency key, for `ttlMs` after they were given. Bounded: beyond `maxKeys`, or 64 Mi characters of bodies
 * and answers, the oldest give way, and a repeat of one of those is judged anew, which reserves twice and so errs on the
 * safe side.
 */
export class IdempotencyTable {
  private readonly kept = new Map<string, Kept>();
  /** Entries in the order they were kept, from `first` on; some may have been forgotten since. A walk through the map from its start would pass all that left it. */
  private order: Kept[] = [];
  private first = 0;
  private chars = 0;

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
    this.forget(key);
    this.forgetExpired(nowMs);
    const entry: Kept = { key, bodyJson, answerJson, expiresMs: nowMs + ttlMs };
    this.chars += charsOf(entry);
    while (this.kept.size > 0 && (this.kept.size >= maxKeys || this.chars > MAX_CHARS)) {
      this.forget(this.oldest()!.key);
    }
    this.kept.set(key, entry);
    this.order.push(entry);
  }

  /** Forgets an answer, such as one that was never given. */
  forget(key: string): void {
    const entry = this.kept.get(key);
    if (entry === undefined) return;
    this.chars -= charsOf(entry);
    this.kept.delete(key);
  }

  /** The expired ones come first; two a time keeps the cost even. */
  private forgetExpired(nowMs: Ms): void {
    for (let budget = 2; budget > 0; budget--) {
      const oldest = this.oldest();
      if (oldest === undefined || oldest.expiresMs > nowMs) return;
      this.forget(oldest.key);
    }
  }

  private oldest(): Kept | undefined {
    const { order } = this;
    while (this.first < order.length && this.kept.get(order[this.first]!.key) !== order[this.first]) this.first++;
    if (this.first > MANY_LEFT && this.first * 2 > order.length) {
      this.order = order.slice(this.first);
      this.first = 0;
    }
    return this.order[this.first];
  }
}

const charsOf = ({ bodyJson, answerJson }: Kept): number => bodyJson.length + answerJson.length;
