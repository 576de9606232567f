import { GateRefusal, TOKEN_VARIABLES, type GateApi } from './gate-api';

/** Part of a report that could not be had, and why. */
export interface NotShown {
  readonly part: string;
  readonly why: string;
}

/** Asks for parts of a report: what is refused, or lacks its token, is noted instead of ending the whole. */
export class PartReader {
  readonly notShown: NotShown[] = [];

  constructor(private readonly gate: GateApi) {}

  /** @returns `null` when it could not be had. Rejects when the gate does not answer at all. */
  async read<T>(
    part: string,
    auth: 'ops' | 'api',
    path: string,
    ask = () => this.gate.get<T>(path, auth),
  ): Promise<T | null> {
    if (!this.gate.has(auth)) return this.lacks(part, `${TOKEN_VARIABLES[auth]} is not set`);
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof GateRefusal)) throw error;
      if (error.status === 404) return this.lacks(part, 'not served by this gate');
      const isWrongToken = error.status === 401 || error.status === 403;
      return this.lacks(part, isWrongToken ? `${TOKEN_VARIABLES[auth]} is not the one this gate has` : error.message);
    }
  }

  private lacks(part: string, why: string): null {
    this.notShown.push({ part, why });
    return null;
  }
}
