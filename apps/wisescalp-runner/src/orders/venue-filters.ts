/** Injection token of the venue's order filters by symbol. */
export const VENUE_FILTERS = Symbol('venue filters');
