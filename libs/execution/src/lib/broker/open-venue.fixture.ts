import { TestVenue } from './broker.fixture';

export const BIDS = [
  [99.9, 2],
  [99.8, 3],
] as const;
export const ASKS = [
  [100.1, 1],
  [100.2, 2],
  [100.5, 4],
] as const;

export const open = (options = {}) => {
  const venue = new TestVenue(options);
  venue.show(0, BIDS, ASKS);
  return venue;
};

export const reasonOf = (venue: TestVenue) => venue.events.map(({ kind, reason, code }) => [kind, reason, code]).at(-1);
