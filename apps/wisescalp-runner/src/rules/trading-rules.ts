import type { AuroraConfig } from '@aurora/config';
import { Inject, Injectable } from '@nestjs/common';
import { RUNNER_CONFIG } from '../runner-options';

/** The sections of the configuration that can change while the runner trades; every other is that of its start. */
export type Rules = Pick<AuroraConfig, 'runner' | 'reward' | 'parentGate' | 'sla' | 'sizing'>;

/** The rules in force. They are read where they are used, and never kept. */
@Injectable()
export class TradingRules {
  private readonly listeners: ((rules: Rules) => void)[] = [];
  private rules: Rules;

  constructor(@Inject(RUNNER_CONFIG) config: AuroraConfig) {
    this.rules = config;
  }

  get current(): Rules {
    return this.rules;
  }

  /** Hears of every change, for what has to take new rules over. */
  onSwitch(listener: (rules: Rules) => void): void {
    this.listeners.push(listener);
  }

  switchTo(rules: Rules): void {
    this.rules = rules;
    for (const listener of this.listeners) listener(rules);
  }
}
