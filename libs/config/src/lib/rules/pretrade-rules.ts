import { type ConfigView, type CrossCheck, type Derived } from '../load/view';

const ORDER = 'pretrade.order';
const PROFILE = 'pretrade.order_profile';

/** The profile that an order amounts to; `null` when it lacks one of the two guards. */
function profileOf(view: ConfigView): string | null {
  const order = view.get(ORDER) as readonly string[];
  const [expectedReturn, slippage] = [order.indexOf('expected_return'), order.indexOf('slippage')];
  if (expectedReturn < 0 || slippage < 0) return null;
  return slippage < expectedReturn ? 'slip_before_er' : 'er_before_slip';
}

const isGiven = (view: ConfigView, path: string): boolean => view.provenance(path).source !== 'default';

/** An order that was written down says itself which of the two guards comes first. */
export function deriveOrderProfile(view: ConfigView): Derived[] {
  const profile = isGiven(view, ORDER) && !isGiven(view, PROFILE) ? profileOf(view) : null;
  return profile === null || profile === view.get(PROFILE) ? [] : [{ path: PROFILE, value: profile, from: ORDER }];
}

/** An order and a profile that were both written down must not contradict each other. */
export const orderProfileCheck: CrossCheck = {
  reads: [ORDER, PROFILE],
  check: (view) => {
    if (!isGiven(view, ORDER) || !isGiven(view, PROFILE)) return [];
    const profile = profileOf(view);
    if (profile === null || profile === view.get(PROFILE)) return [];
    const { where } = view.provenance(ORDER);
    return [{ path: PROFILE, message: `is ${String(view.get(PROFILE))}, but ${ORDER} (${where}) says ${profile}` }];
  },
};
