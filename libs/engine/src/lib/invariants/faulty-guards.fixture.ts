import { GUARD_SET, type AnyGuard, type GuardId, type GuardSet } from '@aurora/gates';

export interface Fault {
  readonly guard: GuardId;
  /** Where it fails: as it judges, or as it feeds its state. */
  readonly at: 'check' | 'observe';
  readonly thrown: unknown;
}

/** The guards of the gate, of which one fails when it is told to. */
export class FaultyGuards {
  fault: Fault | null = null;
  /** The fault happened. */
  failed = false;

  readonly set: GuardSet = {
    first: GUARD_SET.first.map((guard) => this.wrapped(guard)),
    ordered: GUARD_SET.ordered.map((guard) => this.wrapped(guard)),
    last: GUARD_SET.last.map((guard) => this.wrapped(guard)),
  };

  private wrapped(guard: AnyGuard): AnyGuard {
    return {
      ...guard,
      bind: (config) => {
        const bound = guard.bind(config);
        const { observe } = bound;
        return {
          ...bound,
          ...(observe && {
            observe: (context) => {
              this.mayFail(guard.id, 'observe');
              observe(context);
            },
          }),
          check: (context) => {
            this.mayFail(guard.id, 'check');
            return bound.check(context);
          },
        };
      },
    };
  }

  private mayFail(guard: GuardId, at: Fault['at']): void {
    if (this.fault?.guard !== guard || this.fault.at !== at) return;
    this.failed = true;
    throw this.fault.thrown;
  }
}
