/** What was spent under one name. */
export interface AlphaSpend {
  readonly name: string;
  /** Sum of the error rates spent under the name. */
  readonly spent: number;
  readonly times: number;
  readonly lastMs: number;
}

/** Plain, JSON-safe state of a ledger. */
export interface AlphaLedgerState {
  readonly entries: readonly AlphaSpend[];
}

/** Slack for the rounding of sums, relative to the budget: five times 0.01 fit a budget of 0.05. */
const ROUNDING = 1e-12;

/**
 * Keeps account of the error rate spent by sequential tests against one budget, a row for each name (of a
 * closed list: the ledger forgets none). By Boole's inequality the chance of any false acceptance stays within the
 * budget.
 */
export class AlphaLedger {
  private readonly rows = new Map<string, AlphaSpend>();

  /**
   * @param budget total error rate, in (0, 1).
   * @param state from `exportState`; what it holds counts against the budget, even when it is more than that.
   * Throws a `RangeError` on a budget or an entry out of range.
   */
  constructor(
    readonly budget: number,
    state: AlphaLedgerState = { entries: [] },
  ) {
    if (!(budget > 0 && budget < 1)) throw new RangeError(`budget must be in (0, 1), got ${budget}`);
    for (const entry of state.entries) {
      checkAmount(entry.spent);
      if (this.rows.has(entry.name)) throw new RangeError(`entry ${entry.name} is there twice`);
      this.rows.set(entry.name, { ...entry });
    }
  }

  /** Error rate spent under all names. */
  get spent(): number {
    let sum = 0;
    for (const { spent } of this.rows.values()) sum += spent;
    return sum;
  }

  /** Error rate left, never below 0. */
  get remaining(): number {
    return Math.max(0, this.budget - this.spent);
  }

  /**
   * Books an error rate and says whether the budget bore it; a refused one changes nothing. Exactly the rest is borne.
   * @param amount in (0, 1); throws a `RangeError` otherwise.
   */
  spend(name: string, amount: number, nowMs: number): boolean {
    checkAmount(amount);
    if (!Number.isFinite(nowMs)) throw new RangeError(`nowMs must be finite, got ${nowMs}`);
    if (this.spent + amount > this.budget * (1 + ROUNDING)) return false;
    const row = this.rows.get(name);
    this.rows.set(name, {
      name,
      spent: (row?.spent ?? 0) + amount,
      times: (row?.times ?? 0) + 1,
      lastMs: nowMs,
    });
    return true;
  }

  exportState(): AlphaLedgerState {
    return { entries: [...this.rows.values()].map((row) => ({ ...row })) };
  }
}

function checkAmount(amount: number): void {
  if (!(amount > 0 && amount < 1)) throw new RangeError(`an error rate must be in (0, 1), got ${amount}`);
}
