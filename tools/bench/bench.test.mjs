// The bench from end to end on rounds so short that its numbers mean nothing: every part runs, and says what it should.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, before, test } from 'node:test';
import { markdownTables, textReport, unmetGoals } from './report.mjs';
import { rowAtLeast, rowAtMost } from './rows.mjs';

const MAIN = fileURLToPath(new URL('main.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'aurora-bench-test-'));
const file = join(folder, 'bench.json');
let measured;

before(() => {
  const { status, stdout } = spawnSync(process.execPath, [MAIN, '--tiny', '--json', '--json-file', file], {
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: 180_000,
  });
  assert.equal(status, 0);
  measured = JSON.parse(stdout);
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** Every median with its range, by path. */
function* medians(value, path = '') {
  if (value === null || typeof value !== 'object') return;
  if ('median' in value) yield [path, value];
  else for (const [key, below] of Object.entries(value)) yield* medians(below, `${path}.${key}`);
}

test('the file holds what is said on standard output', () => {
  assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), measured);
  assert.deepEqual(Object.keys(measured), [
    'machine',
    'plan',
    'decision',
    'allocations',
    'rules',
    'http',
    'isotonic',
    'start',
    'market',
    'events',
    'replay',
  ]);
});

test('every number is a finite median inside the range of its rounds', () => {
  const all = [...medians(measured)];
  assert.ok(all.length > 150, `${all.length} medians`);
  for (const [path, { median, min, max, rounds }] of all) {
    assert.ok(Number.isFinite(median) && min <= median && median <= max && rounds >= 1, path);
  }
});

test('all contestants were loaded at each number of connections, and answered', () => {
  const names = ['node_http', 'fastify', 'express', 'aurora_off', 'aurora_os', 'aurora_disk'];
  for (const [at, connections] of Object.entries({ one: 1, usual: 32, many: 256 })) {
    const { servers, ratios, connections: said } = measured.http.saturation[at];
    assert.equal(said, connections);
    assert.deepEqual(Object.keys(servers), names);
    for (const { per_second } of Object.values(servers)) assert.ok(per_second.median > 0);
    // One round: the ratio is that of the two rates.
    const expected = servers.aurora_os.per_second.median / servers.node_http.per_second.median;
    assert.ok(Math.abs(ratios.os_to_node_http.median - expected) < 1e-9);
  }
  assert.ok(measured.http.orders.per_second.median > 0);
});

test('fixed rates are shares of what the service takes, with the tail and with what is to be said of the client', () => {
  const { fixed_rate, saturation } = measured.http;
  const limit = saturation.usual.servers.aurora_os.per_second.median;
  for (const [name, share] of Object.entries({ quarter: 0.25, half: 0.5, three_quarters: 0.75, half_node_http: 0.5 })) {
    const load = fixed_rate[name];
    assert.equal(load.offered_per_second, limit * share);
    const tail = ['p50_ms', 'p99_ms', 'p999_ms', 'max_ms'].map((column) => load[column].median);
    // A percentile of a histogram is the upper end of a step of it.
    tail.slice(1).forEach((later, i) => assert.ok(later >= tail[i] * 0.99, `${name}: ${tail}`));
    assert.equal(typeof load.client_kept_schedule, 'boolean');
    assert.equal(load.client_kept_schedule, load.client_late_p99_ms.median <= 1);
  }
});

test('rules engines agree that the order may go, and each has its rate', () => {
  const names = ['aurora', 'json_logic_engine', 'json_rules_engine', 'cedar', 'json_parse'];
  assert.deepEqual(Object.keys(measured.rules.per_second), names);
  // Very generous: measured are factors of 80 and 500.
  assert.ok(measured.rules.ratio_to_cedar.median > 2);
});

test('frames of a recording, where there is one', () => {
  const { skipped, frames, per_second, ratio_market_to_json } = measured.market;
  if (skipped !== undefined) return assert.match(skipped, /no recordings in .+--recordings/);
  assert.ok(frames > 100_000 && per_second.json.median > 0);
  assert.ok(ratio_market_to_json.median > 0.1, JSON.stringify(ratio_market_to_json));
});

test('a log of real decisions is summed up right, as one file and in compressed parts', () => {
  for (const { lines, allow, deny, bytes, disk_bytes, summary } of [measured.events.plain, measured.events.parts]) {
    assert.ok(allow > deny && deny > 100 && lines >= allow + deny && bytes >= 4 * 2 ** 20);
    assert.ok(disk_bytes > 0 && summary.resident_mib.median > 10);
  }
  assert.ok(measured.events.parts.disk_bytes < measured.events.parts.bytes / 2);
});

test('a log is judged again, as it was and by another configuration, beside plain JSON.parse of its lines', () => {
  for (const { lines, decisions, flips, per_second } of Object.values(measured.replay)) {
    assert.ok(decisions === 300 && lines > decisions && flips > 20 && flips < decisions);
    assert.deepEqual(Object.keys(per_second), ['json', 'same', 'changed']);
  }
  assert.ok(measured.replay.reported.lines > measured.replay.asked.lines);
});

test('the report has a row for every goal, and names those that are not met', () => {
  const { machine, ...results } = measured;
  const markdown = markdownTables(results);
  const goals = markdown.match(/\| (≤|≥) [^|]+\| (yes|no)/g);
  const ofMarket = measured.market.ratio_runner_to_json === undefined ? 0 : 2;
  assert.equal(goals.length, 18 + ofMarket);
  assert.equal(unmetGoals(results).length, goals.filter((goal) => goal.endsWith('no')).length);
  assert.ok(textReport(machine, results).includes('HTTP at saturation'));
  const withoutHttp = { ...results, http: undefined };
  assert.ok(!markdownTables(withoutHttp).includes('HTTP at saturation'));
});

test('a goal is met up to and including its limit', () => {
  const at = (median) => ({ median, min: 0, max: 9 });
  assert.equal(rowAtMost('x', at(3), ' ms', 3).met, 'yes');
  assert.equal(rowAtMost('x', at(3.001), ' ms', 3).met, 'no');
  assert.equal(rowAtLeast('x', at(0.75), ' ×', 0.75).met, 'yes');
  assert.equal(rowAtLeast('x', at(0.7499), ' ×', 0.75).met, 'no');
});
