import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Seeded } from '../../torture/machinery/seeded.mjs';
import { FAULTS, inTurn } from './catalogue.mjs';

const NAMES = Object.keys(FAULTS);
const turns = (seed, count) => {
  const order = inTurn(new Seeded(seed));
  return Array.from({ length: count }, () => order.next().value);
};

test('every fault comes once before any comes again, in an order that the seed decides', () => {
  const first = turns(3, 2 * NAMES.length);
  assert.deepEqual(new Set(first.slice(0, NAMES.length)), new Set(NAMES));
  assert.deepEqual(new Set(first.slice(NAMES.length)), new Set(NAMES));
  assert.deepEqual(turns(3, 2 * NAMES.length), first);
  assert.notDeepEqual(turns(4, NAMES.length), first.slice(0, NAMES.length));
});

test('letters tell the faults apart, and a quick form is shorter than the whole one', () => {
  assert.equal(new Set(Object.values(FAULTS).map(({ letter }) => letter)).size, NAMES.length);
  for (const { where, lastsS } of Object.values(FAULTS)) {
    assert.ok(['venue', 'gate', 'disk'].includes(where));
    assert.ok(lastsS[1] < lastsS[0]);
  }
});

test('the gate is slow until the fault is over', async () => {
  const gate = { proxy: { delayMs: 0 } };
  const running = FAULTS.slow_gate.run({ gate }, 0.02, { quick: true });
  assert.equal(gate.proxy.delayMs, 500);
  await running;
  assert.equal(gate.proxy.delayMs, 0);
});
