import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { after, test } from 'node:test';
import { profileTable } from './flame.mjs';
import { flameSvg } from './flame-svg.mjs';
import { GROUPS, groupOf } from './groups.mjs';
import { profileTree, selfByGroup } from './profile-tree.mjs';

const root = mkdtempSync(join(tmpdir(), 'aurora-flame-test-'));
after(() => rmSync(root, { recursive: true }));
const script = join(root, 'reads.js');
writeFileSync(script, 'function read(text) {\n  return JSON.parse(text);\n}\n');

const node = (id, functionName, url, children = [], more = {}) => ({
  id,
  callFrame: { functionName, url, lineNumber: url ? 0 : -1, columnNumber: 0 },
  hitCount: 0,
  children,
  ...more,
});

/** Samples at 100, 200 … µs; each stands for the 100 µs until the next. */
const profile = {
  startTime: 0,
  nodes: [
    node(1, '(root)', '', [2, 4, 5]),
    node(2, 'emit', 'node:events', [3]),
    node(3, 'read', pathToFileURL(script).href, [6], {
      hitCount: 4,
      positionTicks: [
        { line: 1, ticks: 1 },
        { line: 2, ticks: 3 },
      ],
    }),
    node(4, '(idle)', ''),
    node(5, '(garbage collector)', ''),
    node(6, '<&"', ''),
  ],
  samples: [2, 3, 3, 3, 3, 4, 5, 6, 1],
  timeDeltas: [100, 100, 100, 100, 100, 100, 100, 100, 100],
};
const ALL = { fromUs: 0, toUs: 1e9 };

test('a frame has the time until the next sample, and its callers have it too', () => {
  const tree = profileTree(profile, ALL, root);
  assert.equal(tree.totalUs, 800);
  const emit = tree.children.get('emit node:events');
  assert.equal(emit.selfUs, 100);
  assert.equal(emit.totalUs, 600);
});

test('JSON calls are given the time of the line they stand on', () => {
  const read = profileTree(profile, ALL, root).children.get('emit node:events').children.get('read reads.js:1');
  assert.equal(read.selfUs, 100);
  assert.equal(read.children.get('JSON.parse').selfUs, 300);
});

test('own times by group add up to the whole', () => {
  const tree = profileTree(profile, ALL, root);
  const sums = selfByGroup(tree);
  assert.deepEqual([sums.get('json'), sums.get('idle'), sums.get('gc'), sums.get('node')], [300, 100, 100, 100]);
  assert.equal(
    [...sums.values()].reduce((sum, us) => sum + us),
    tree.totalUs,
  );
});

test('samples outside the window are left out', () => {
  const tree = profileTree(profile, { fromUs: 600, toUs: 800 }, root);
  assert.equal(tree.totalUs, 200);
  assert.deepEqual([...tree.children.keys()], ['(idle)', '(garbage collector)']);
});

test('the drawing names every frame, escapes it, and says nothing of the machine', () => {
  const svg = flameSvg(profileTree(profile, ALL, root), 'a & b');
  assert.match(svg, /<title>read reads\.js:1: 62\.5 %, own 12\.5 %<\/title>/);
  assert.match(svg, /<title>&lt;&amp;&quot;/);
  assert.match(svg, /a &amp; b/);
  assert.ok(!svg.includes(root) && !svg.includes('file://'));
  assert.equal((svg.match(/<g>/g) ?? []).length, 7);
});

test('native frames belong to what called them', () => {
  const native = (name, caller) => groupOf({ name, file: '', caller });
  assert.equal(native('writeBuffer', 'node:fs'), 'file');
  assert.equal(native('writeBuffer', 'node:internal/stream_base_commons'), 'socket');
  assert.equal(native('validate0', 'libs/contracts/src/lib/shape/shape.ts'), 'validation');
  assert.equal(native('(program)', ''), 'native');
  assert.equal(groupOf({ name: 'check', file: 'libs/gates/src/lib/pipeline.ts', caller: '' }), 'guards');
});

test('the table has two columns for each recording, without the time in which nothing was to do', () => {
  const shares = (json, idle) =>
    Object.fromEntries(GROUPS.map(({ id }) => [id, { json, idle, node: 1 - json - idle }[id] ?? 0]));
  const table = profileTable([
    { name: 'before', us_per_request: 100, shares: shares(0.4, 0.2) },
    { name: 'after', us_per_request: 50, shares: shares(0.1, 0) },
  ]).split('\n');
  assert.equal(table.length, GROUPS.length - 1 + 3);
  assert.match(table[0], /flame-before\.svg.*flame-after\.svg/);
  assert.equal(table[2], '| node: HTTP, streams, events, timers | 50.0 % | 40.0 µs | 90.0 % | 45.0 µs |');
  assert.equal(table[3], '| JSON.parse and JSON.stringify | 50.0 % | 40.0 µs | 10.0 % | 5.0 µs |');
  assert.equal(table.at(-1), '| all | 100.0 % | 80.0 µs | 100.0 % | 50.0 µs |');
});
