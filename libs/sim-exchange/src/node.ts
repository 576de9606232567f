export { SimExchange } from './lib/server/sim-exchange.node';
export type { Listening, SimExchangeOptions, SimStatus, VenueTime } from './lib/server/sim-exchange-options';
