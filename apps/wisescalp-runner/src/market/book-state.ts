import type { Ms } from '@aurora/kernel';
import type { SymbolMarket } from '@aurora/market';

/** What says in an event whether a book could be trusted at that moment. */
export const bookState = ({ book }: SymbolMarket, nowMs: Ms) => ({
  book_age_ms: nowMs - book.lastUpdateMs,
  book_synced: book.synced,
  book_crossed: book.crossed,
});
