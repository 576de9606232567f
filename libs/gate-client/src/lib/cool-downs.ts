import type { PretradeCheckAnswer } from '@aurora/contracts';
import { canonicalSymbol, type Ms, type TradingSymbol } from '@aurora/kernel';
import type { GateVerdict } from './order-gate';

interface CoolDown {
  readonly untilMs: Ms;
  readonly answer: PretradeCheckAnswer;
}

/** Symbols for which the gate said that asking is pointless for a while. */
export class CoolDowns {
  private readonly bySymbol = new Map<TradingSymbol, CoolDown>();

  /** Takes in an answer to a question about `symbol`. A cool-down only ever lengthens. */
  note(symbol: string, answer: PretradeCheckAnswer, nowMs: Ms): void {
    if (answer.allow || answer.cooldown_ms === 0) return;
    const key = canonicalSymbol(symbol);
    const untilMs = nowMs + answer.cooldown_ms;
    if (untilMs > (this.bySymbol.get(key)?.untilMs ?? -Infinity)) this.bySymbol.set(key, { untilMs, answer });
  }

  /** What an opening of `symbol` is told; `undefined` when it is to be asked for. At the very end of the time it is asked again. */
  verdict(symbol: string, nowMs: Ms): GateVerdict | undefined {
    const key = canonicalSymbol(symbol);
    const found = this.bySymbol.get(key);
    if (found === undefined) return undefined;
    const { untilMs, answer } = found;
    if (nowMs >= untilMs) {
      this.bySymbol.delete(key);
      return undefined;
    }
    return {
      allow: false,
      maxQty: 0,
      riskScale: answer.risk_scale,
      cooldownMs: untilMs - nowMs,
      hardGate: answer.hard_gate,
      reason: answer.reason,
      decisionId: null,
      source: 'cooldown',
    };
  }
}
