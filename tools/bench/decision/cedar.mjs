// The four guards as a Cedar policy, parsed once. Cedar's numbers are 64-bit integers, so every number is scaled to
// thousandths and p to millionths; its own decimal type can be compared but not multiplied.
import { preparsePolicySet, statefulIsAuthorized } from '@cedar-policy/cedar-wasm/nodejs';

const SCALE = 1000;
const P_SCALE = 1_000_000;
const POLICIES = 'bench';

const policyOf = ({ latencyMs, spreadBps, eta, piMinBps }) => `
permit (principal, action, resource) when {
  context.latency <= ${latencyMs * SCALE} &&
  context.spread <= ${spreadBps * SCALE} &&
  context.slip * ${SCALE} <= context.b * ${eta * SCALE} &&
  context.p * context.b - (${P_SCALE} - context.p) * context.a
    - (context.fees + context.slip) * ${P_SCALE} > ${piMinBps * SCALE * P_SCALE}
};`;

const scaled = (value) => Math.round(value * SCALE);

/** A function that says yes or no to facts; the context is put together anew for each, as for each order. */
export function cedar(limits) {
  const parsed = preparsePolicySet(POLICIES, { staticPolicies: policyOf(limits) });
  if (parsed.type !== 'success') throw new Error(JSON.stringify(parsed));
  const asked = {
    principal: { type: 'Bot', id: 'main' },
    action: { type: 'Action', id: 'open' },
    resource: { type: 'Symbol', id: 'BTCUSDT' },
    preparsedPolicySetId: POLICIES,
    entities: [],
  };
  return ({ latencyMs, spreadBps, slipBpsEst, aBps, bBps, feesBps, p }) => {
    const context = {
      latency: scaled(latencyMs),
      spread: scaled(spreadBps),
      slip: scaled(slipBpsEst),
      a: scaled(aBps),
      b: scaled(bBps),
      fees: scaled(feesBps),
      p: Math.round(p * P_SCALE),
    };
    const answer = statefulIsAuthorized({ ...asked, context });
    if (answer.type !== 'success' || answer.response.diagnostics.errors.length > 0)
      throw new Error(JSON.stringify(answer));
    return answer.response.decision === 'allow';
  };
}
