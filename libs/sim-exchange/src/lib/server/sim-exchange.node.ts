import type { Fault } from '../faults/fault';
import type { Listening, SimExchangeOptions, SimStatus } from './sim-exchange-options';

/**
 * A simulated Binance USD-M futures venue on loopback: websocket streams, public REST, faults on demand. There is no
 * order endpoint: every attempt is counted and refused.
 */
export class SimExchange {
  constructor(private readonly options: SimExchangeOptions = {}) {}

  /**
   * Starts to listen; the market runs from here on.
   * @throws Error with `code` EADDRINUSE when the port is taken; of the recording when it cannot be read.
   */
  listen(): Promise<Listening> {
    return Promise.reject(new Error(`not yet: ${this.options.port}`));
  }

  /** Closes every connection (1001, going away) and the port. */
  close(): Promise<void> {
    return Promise.resolve();
  }

  /** Begins a fault; one of the same kind and symbol that is under way is replaced. */
  fault(fault: Fault): void {
    throw new Error(`not yet: ${fault.kind}`);
  }

  /** Ends all faults, those that would come back too. */
  clearFaults(): void {
    throw new Error('not yet');
  }

  status(): SimStatus {
    throw new Error('not yet');
  }
}
