// Child: the four threshold guards (latency, spread, slippage, expected return), as ours, as a compiled json-logic rule,
// as json-rules-engine conditions and as a Cedar policy. The others are given p, which ours computes, and say yes or no;
// ours gives the verdict, the numbers and the reason of every guard as well. JSON.parse of a request body stands beside
// them as the floor under anything that is asked over HTTP.
import { GUARD_SET, Pipeline } from '@aurora/gates';
import { resolveConfig } from '@aurora/config';
import { LogicEngine } from 'json-logic-engine';
import { Engine } from 'json-rules-engine';
import { overRounds, ratioOverRounds } from '../../harness/statistics.mjs';
import { cedar } from './cedar.mjs';
import { bodies, gateState, requests } from './setting.mjs';
import { callsPerSecond } from './timing.mjs';

const [rounds, share] = process.argv.slice(2).map(Number);
const FOUR = ['latency', 'spread', 'slippage', 'expected_return'];
const LIMITS = { latencyMs: 500, spreadBps: 80, eta: 0.3, piMinBps: 2 };

function ours() {
  const { config } = resolveConfig({ yaml: { file: 'bench', value: { pretrade: { order: FOUR } } } });
  const ordered = GUARD_SET.ordered.filter(({ id }) => FOUR.includes(id));
  const pipeline = new Pipeline({ first: [], ordered, last: [] }, config);
  const state = gateState();
  return (request) => pipeline.decide('d', request, 'shadow', 0, state).allow;
}

const facts = requests.map(({ market, feesBps }) => {
  const { latencyMs, spreadBps, slipBpsEst, aBps, bBps, score } = market;
  return { latencyMs, spreadBps, slipBpsEst, aBps, bBps, feesBps, p: 1 / (1 + Math.exp(-2 * score)) };
});

function jsonLogic() {
  const v = (name) => ({ var: name });
  const expected = {
    '-': [
      { '-': [{ '*': [v('p'), v('bBps')] }, { '*': [{ '-': [1, v('p')] }, v('aBps')] }] },
      { '+': [v('feesBps'), v('slipBpsEst')] },
    ],
  };
  return new LogicEngine().build({
    and: [
      { '<=': [v('latencyMs'), LIMITS.latencyMs] },
      { '<=': [v('spreadBps'), LIMITS.spreadBps] },
      { '<=': [v('slipBpsEst'), { '*': [LIMITS.eta, v('bBps')] }] },
      { '>': [expected, LIMITS.piMinBps] },
    ],
  });
}

function jsonRules() {
  const engine = new Engine();
  engine.addFact('slipLimit', async (_, almanac) => LIMITS.eta * (await almanac.factValue('bBps')));
  engine.addFact('expected', async (_, almanac) => {
    const [p, b, a, fees, slip] = await Promise.all(
      ['p', 'bBps', 'aBps', 'feesBps', 'slipBpsEst'].map((name) => almanac.factValue(name)),
    );
    return p * b - (1 - p) * a - (fees + slip);
  });
  engine.addRule({
    conditions: {
      all: [
        { fact: 'latencyMs', operator: 'lessThanInclusive', value: LIMITS.latencyMs },
        { fact: 'spreadBps', operator: 'lessThanInclusive', value: LIMITS.spreadBps },
        { fact: 'slipBpsEst', operator: 'lessThanInclusive', value: { fact: 'slipLimit' } },
        { fact: 'expected', operator: 'greaterThan', value: LIMITS.piMinBps },
      ],
    },
    event: { type: 'allow' },
  });
  return async (fact) => (await engine.run(fact)).events.length === 1;
}

/** Reads bodies and looks at one field of each, so that the work cannot be left out. */
const parse = (json) => JSON.parse(json).order.qty > 0;

const contestants = {
  aurora: { judge: ours(), inputs: requests, calls: 300_000 },
  json_logic_engine: { judge: jsonLogic(), inputs: facts, calls: 2_000_000 },
  json_rules_engine: { judge: jsonRules(), inputs: facts, calls: 4_000 },
  cedar: { judge: cedar(LIMITS), inputs: facts, calls: 1_000 },
  json_parse: { judge: parse, inputs: bodies().map((body) => JSON.stringify(body)), calls: 50_000 },
};

const perSecond = Object.fromEntries(Object.keys(contestants).map((name) => [name, []]));
for (let round = -1; round < rounds; round++) {
  for (const [name, { judge, inputs, calls }] of Object.entries(contestants)) {
    if (!(await judge(inputs[0]))) throw new Error(`${name} denies what the others allow`);
    let n = 0;
    const rate = await callsPerSecond(() => judge(inputs[n++ & 63]), calls * share);
    if (round >= 0) perSecond[name].push(rate);
  }
}
process.stdout.write(
  JSON.stringify({
    per_second: Object.fromEntries(Object.entries(perSecond).map(([name, rates]) => [name, overRounds(rates)])),
    ratio_to_json_logic_engine: ratioOverRounds(perSecond.aurora, perSecond.json_logic_engine),
    ratio_to_json_rules_engine: ratioOverRounds(perSecond.aurora, perSecond.json_rules_engine),
    ratio_to_cedar: ratioOverRounds(perSecond.aurora, perSecond.cedar),
    ratio_to_json_parse: ratioOverRounds(perSecond.aurora, perSecond.json_parse),
  }),
);
