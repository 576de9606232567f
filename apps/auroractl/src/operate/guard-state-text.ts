import type { OpsStateAnswer } from '@aurora/contracts';
import { paint } from '../cli/answer';
import { plainTable } from '../cli/plain-table';
import { spanText } from '../cli/time-text';

/** The guard's state, one line each. */
export function guardStateText(state: OpsStateAnswer): string {
  return plainTable([
    ['mode', state.mode === 'live' ? paint.bold('LIVE') : state.mode],
    ['armed', state.armed ? 'yes' : paint.red('NO, the gate allows nothing')],
    ['trading state', tradingStateText(state.trading_state)],
    ['health', healthText(state)],
    ['kill-switch', killSwitchText(state)],
    ['latency p95', state.p95_ms === null ? 'no samples in the window' : `${state.p95_ms.toFixed(1)} ms`],
  ]);
}

/** A trading state, and what it means when it is not the ordinary one. */
export const tradingStateText = (state: OpsStateAnswer['trading_state']): string => TRADING_STATE_TEXTS[state];

const TRADING_STATE_TEXTS = {
  ACTIVE: 'ACTIVE',
  REDUCING: paint.yellow('REDUCING, only what makes a position smaller passes'),
  HALTED: paint.red('HALTED, nothing passes'),
};

/** What the health guard says of the latencies it is told. */
export function healthText({
  halted,
  warns_5m: warnings,
  cooloff_until_ms: until,
  now_ms: now,
}: OpsStateAnswer): string {
  const warned = warnings === 0 ? '' : `, ${warnings} ${warnings === 1 ? 'warning' : 'warnings'} in 5 minutes`;
  if (halted) return paint.red(`HALTED until reset${warned}`);
  if (until !== null) return paint.yellow(`cooling off, ${spanText(until - now)} left${warned}`);
  return warnings === 0 ? 'ok' : paint.yellow(`warned${warned}`);
}

export const killSwitchText = ({ halt_until_ms: until, now_ms: now }: OpsStateAnswer): string =>
  until === null ? 'off' : paint.red(`ON, ${spanText(until - now)} left`);
