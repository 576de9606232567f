import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TunerMetrics } from './tuner-metrics';

const RULES = join(__dirname, '../../../../configs/observability/alerts/aurora.rules.yml');
const HAS_PROMTOOL = spawnSync('promtool', ['--version']).error === undefined;

it('has every series that an alert asks for', () => {
  const names = new TunerMetrics().registry.getMetricsAsArray().map(({ name }) => name);
  const asked = [...readFileSync(RULES, 'utf8').matchAll(/\baurora_tuner_\w+/g)].map(([name]) => name);
  expect(asked.length).toBeGreaterThan(4);
  expect(asked.filter((name) => !names.includes(name))).toEqual([]);
});

it('has one mode at a time, and every series from the start', async () => {
  const metrics = new TunerMetrics();
  metrics.setMode('frozen');
  const text = await metrics.registry.metrics();
  expect(text.match(/^aurora_tuner_mode\{.*\} 1$/gm)).toEqual(['aurora_tuner_mode{mode="frozen"} 1']);
  expect(text.match(/^aurora_tuner_mode\{.*\} 0$/gm)).toHaveLength(3);
  expect(text.match(/^aurora_tuner_rejected_total\{.*\} 0$/gm)).toHaveLength(4);
});

it(`promtool has nothing to say${HAS_PROMTOOL ? '' : ' (not checked: promtool is missing)'}`, async () => {
  if (!HAS_PROMTOOL) return;
  const input = await new TunerMetrics().registry.metrics();
  const { status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], { input, encoding: 'utf8' });
  expect([status, stdout, stderr]).toEqual([0, '', '']);
});
