// The short form of every scenario against the built service, two at a time.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { endChildrenAtExit } from '../harness/children.mjs';
import { Seeded } from './machinery/seeded.mjs';
import { markdownTable, textReport } from './report.mjs';
import { runScenarios } from './run.mjs';
import { SCENARIOS } from './scenarios.mjs';
import { roundsOf } from './scenarios/kill.mjs';

const SEED = 20_261_122;
const MACHINE = { cpu: 'CPU', cores: 2, memory_gib: 8, platform: 'linux x64', node: '20.20.2', load_at_start: 0 };

describe('torture, short form', () => {
  const said = [];
  let results;

  before(async () => {
    endChildrenAtExit();
    results = await runScenarios(SCENARIOS, { quick: true, seed: SEED, say: (what) => said.push(what) });
  });

  for (const [i, { name, promise }] of SCENARIOS.entries()) {
    test(`${name}: ${promise}`, (context) => {
      const { broken, left_out: leftOut, did, seconds } = results[i];
      context.diagnostic(`${seconds} s: ${did}`);
      for (const what of leftOut) context.diagnostic(`left out: ${what}`);
      assert.deepEqual(broken, []);
    });
  }

  after(() => {
    if (results.some(({ kept }) => !kept)) process.stderr.write(`${said.join('\n')}\n`);
  });
});

describe('what the scenarios stand on', () => {
  test('random choices come again with their seed', () => {
    const draw = () => {
      const random = new Seeded(7);
      return [random.int(1, 6), random.next(), random.chance(0.5), random.pick(['a', 'b', 'c']), random.fork().next()];
    };
    assert.deepEqual(draw(), draw());
    const throws = Array.from(
      { length: 6000 },
      (
        (random) => () =>
          random.int(1, 6)
      )(new Seeded(1)),
    );
    for (const face of [1, 2, 3, 4, 5, 6]) {
      const count = throws.filter((each) => each === face).length;
      assert.ok(count > 850 && count < 1150, `${face} came ${count} times`);
    }
  });

  test('kills are shared among the durabilities, at least one each', () => {
    assert.deepEqual(roundsOf(100), [
      ['os', 45],
      ['disk', 45],
      ['async', 10],
    ]);
    assert.deepEqual(roundsOf(1), [
      ['os', 1],
      ['disk', 1],
      ['async', 1],
    ]);
  });

  test('a scenario that fails or throws is reported as broken and stops no other', async () => {
    const scenarios = [
      { name: 'throws', promise: 'none', run: () => Promise.reject(new Error('out of order')) },
      {
        name: 'breaks',
        promise: 'twice two is four',
        run: ({ promises }) => (promises.equal(2 * 2, 5, 'twice two is five'), 'counted'),
      },
      { name: 'keeps', promise: 'nothing', run: ({ promises }) => (promises.leaveOut('a | b'), 'nothing') },
    ];
    const results = await runScenarios(scenarios, { quick: true, seed: 1, say: () => {} });
    assert.deepEqual(
      results.map(({ kept }) => kept),
      [false, false, true],
    );
    const report = { machine: MACHINE, seed: 1, quick: true, results };
    assert.match(textReport(report), /broken: throws, breaks; again with --seed 1 --only=throws,breaks/);
    assert.match(textReport(report), /is 4, not 5/);
    const table = markdownTable(report);
    assert.match(table, /\| breaks \| counted \| twice two is four \| \*\*broken\*\*: twice two is five \(1×\) \|/);
    assert.match(table, /\| keeps \| nothing \| nothing \| kept; left out: a \\\| b \|/);
  });
});
