import { ParentGate, SecondReturns, type ParentGateVerdict } from '@aurora/execution';
import { secToMs, sideSign, type Ms } from '@aurora/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { TradingRules } from '../rules/trading-rules';
import { RUNNER_OPTIONS, type RunnerOptions } from '../runner-options';
import type { Signal } from '../signal/signal';

/** The parent gate with the parent market that feeds it. */
@Injectable()
export class ParentWatch {
  private readonly gate: ParentGate;
  private readonly returns: SecondReturns;
  private restsUntilMs = -Infinity;

  constructor(
    @Inject(RUNNER_OPTIONS) private readonly options: RunnerOptions,
    private readonly rules: TradingRules,
  ) {
    const { parentGate } = rules.current;
    this.gate = new ParentGate(parentGate);
    this.returns = new SecondReturns(parentGate.lookbackS);
    rules.onSwitch(({ parentGate: next }) => {
      this.gate.configure(next);
      this.returns.configure(next.lookbackS);
    });
  }

  /** Takes in a sample of any symbol; only the parent's counts. */
  observe({ symbol, features, nowMs }: Signal): void {
    if (symbol === this.options.parent) this.returns.push(features.mid, nowMs, (value) => this.gate.record(value));
  }

  /** The gate has said no a short time ago, and would again: there is no point in asking. */
  isResting(symbol: string, nowMs: Ms): boolean {
    return symbol === this.options.child && nowMs < this.restsUntilMs;
  }

  /** Judges a signal of the child; `undefined` for any other symbol. */
  judge({ symbol, side, features, nowMs }: Signal): ParentGateVerdict | undefined {
    if (symbol !== this.options.child) return undefined;
    const question = {
      parentReturn: this.returns.current,
      childDirection: sideSign(side),
      childSpreadBps: features.spreadBps,
    };
    const verdict = this.gate.evaluate(question, nowMs);
    if (verdict.outcome === 'deny') this.restsUntilMs = nowMs + secToMs(this.rules.current.parentGate.cooloffS);
    return verdict;
  }
}
