import { type ConfigView, type Derived } from '../load/view';

const DAY = 'risk.dd_day_pct';
const GOVERNANCE = 'guards.daily_dd_limit_pct';
const UNSET_DAY_PCT = 100;
const UNSET_GOVERNANCE_PCT = 10;

/** The two drawdown limits as they are in force: that of the risk guard falls back to that of governance where one is set. */
export function deriveDrawdown(view: ConfigView): Derived[] {
  const governance = view.get(GOVERNANCE);
  const derived: Derived[] = [];
  if (view.get(DAY) === null) {
    const isSet = typeof governance === 'number';
    derived.push({
      path: DAY,
      value: isSet ? Math.abs(governance) : UNSET_DAY_PCT,
      from: isSet ? GOVERNANCE : 'default',
    });
  }
  if (governance === null) derived.push({ path: GOVERNANCE, value: UNSET_GOVERNANCE_PCT, from: 'default' });
  return derived;
}
