import type { PosttradeRequest, PretradeCheckAnswer, PretradeCheckRequest } from '@aurora/contracts';
import type { Ms } from '@aurora/kernel';

/** Why a question brought no usable answer. */
export type GateFailureKind = 'timeout' | 'unreachable' | 'bad_status' | 'bad_answer' | 'breaker_open';

/** What a bot acts on. Never more than the gate allowed. */
export interface GateVerdict {
  /** May the order be sent, at most as large as `maxQty`. */
  readonly allow: boolean;
  /** Base units, `riskScale` already in it; 0 when not allowed. */
  readonly maxQty: number;
  /** 0..1. */
  readonly riskScale: number;
  /** How long asking for another opening of this symbol is pointless; 0 when not known or not blocked. */
  readonly cooldownMs: Ms;
  /** The gate wants to be obeyed whatever the bot's leniency. */
  readonly hardGate: boolean;
  /** `ok`, the reason of the first guard that blocked, or `gate_` and the failure. */
  readonly reason: string;
  /** Goes with the order and its reports; `null` when no decision stands behind the verdict. */
  readonly decisionId: string | null;
  /** `gate`: judged; `cooldown`: answered here, the gate said before that asking is pointless; the others: there was no usable answer. */
  readonly source: 'gate' | 'fail_open' | 'fail_closed' | 'cooldown';
  readonly failure?: GateFailureKind;
  /** The answer as it came, when there was one. */
  readonly answer?: PretradeCheckAnswer;
}

/** What order code asks before every order, be the gate behind HTTP or in the same process. */
export interface OrderGate {
  /** Asks whether an order may be sent. No failure of the gate rejects; it becomes a verdict. */
  check(request: PretradeCheckRequest): GateVerdict | Promise<GateVerdict>;
  /** Tells what became of an order. @returns whether the gate took it in. */
  report(outcome: PosttradeRequest): boolean | Promise<boolean>;
  /** Lets go of what the gate holds, after what is under way has ended. */
  close(): Promise<void>;
}
