import { type HealthSnapshot, type RiskOverrides, type TradingState } from '@aurora/risk';
import { type Ms } from '@aurora/kernel';
import { type PendingEvent } from './decision-events';
import { type EngineState } from './gate-state';

/** What an operator can tell the gate. It goes into the log as it stands, so a replay can tell it again. */
export type OperatorCommand =
  | { readonly kind: 'cool_off'; readonly sec: number }
  | { readonly kind: 'reset' }
  | { readonly kind: 'arm' }
  | { readonly kind: 'disarm' }
  | { readonly kind: 'trading_state'; readonly state: TradingState }
  | { readonly kind: 'risk_set'; readonly overrides: RiskOverrides };

/** The guard's state as operators see it. */
export interface GuardStateView extends HealthSnapshot {
  /** End of the kill-switch; `null` when it is off. */
  readonly haltUntilMs: Ms | null;
  readonly tradingState: TradingState;
}

/** Carries the command out and says so. */
export function runOperatorCommand(command: OperatorCommand, state: EngineState, nowMs: Ms): PendingEvent[] {
  const { gate } = state;
  const said = { now_ms: nowMs, command };
  switch (command.kind) {
    case 'cool_off':
      gate.health.coolOff(command.sec, nowMs);
      return [event('AURORA.COOL_OFF', { ...said, sec: command.sec, ...gate.health.snapshot(nowMs) })];
    case 'reset': {
      gate.health.reset();
      const resumed = gate.governance.resume() !== null;
      const reset = event('OPS.RESET', said);
      return resumed ? [reset, event('AURORA.RESUME', { by: 'operator' })] : [reset];
    }
    case 'arm':
    case 'disarm': {
      const previous = gate.health.snapshot(nowMs).armed;
      if (command.kind === 'arm') gate.health.arm();
      else gate.health.disarm();
      return [event('AURORA.ARM_STATE', { ...said, previous, new: command.kind === 'arm' })];
    }
    case 'trading_state': {
      const previous = gate.tradingState;
      gate.tradingState = command.state;
      return [event('GOVERNANCE.TRANSITION', { ...said, previous, new: command.state })];
    }
    case 'risk_set':
      return [event('RISK.UPDATE', { ...said, limits: gate.risk.set(command.overrides) })];
    default:
      throw new RangeError(`no such command: ${JSON.stringify(command)}`);
  }
}

const event = (code: PendingEvent['code'], details: object): PendingEvent => ({ code, details, fields: {} });
