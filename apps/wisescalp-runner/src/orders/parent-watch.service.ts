import type { AuroraConfig } from '@aurora/config';
import { ParentGate, SecondReturns, type ParentGateVerdict } from '@aurora/execution';
import { sideSign } from '@aurora/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { RUNNER_CONFIG, RUNNER_OPTIONS, type RunnerOptions } from '../runner-options';
import type { Signal } from '../signal/signal';

/** The parent gate with the parent market that feeds it. */
@Injectable()
export class ParentWatch {
  private readonly gate: ParentGate;
  private readonly returns: SecondReturns;

  constructor(
    @Inject(RUNNER_OPTIONS) private readonly options: RunnerOptions,
    @Inject(RUNNER_CONFIG) config: AuroraConfig,
  ) {
    this.gate = new ParentGate(config.parentGate);
    this.returns = new SecondReturns(config.parentGate.lookbackS);
  }

  /** Takes in a sample of any symbol; only the parent's counts. */
  observe({ symbol, features, nowMs }: Signal): void {
    if (symbol === this.options.parent) this.returns.push(features.mid, nowMs, (value) => this.gate.record(value));
  }

  /** Judges a signal of the child; `undefined` for any other symbol. */
  judge({ symbol, side, features, nowMs }: Signal): ParentGateVerdict | undefined {
    if (symbol !== this.options.child) return undefined;
    const question = {
      parentReturn: this.returns.current,
      childDirection: sideSign(side),
      childSpreadBps: features.spreadBps,
    };
    return this.gate.evaluate(question, nowMs);
  }
}
