import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ROUTES } from '@aurora/contracts';
import { METRICS, type MetricDefinition } from './metric-definitions';
import { HAS_PROMTOOL, promtool, withPromtool } from './promtool.fixture';

const ROOT = join(__dirname, '../../../..');
const OBSERVABILITY = join(ROOT, 'configs/observability');
const RULES = join(OBSERVABILITY, 'alerts/aurora.rules.yml');
const CASES = join(OBSERVABILITY, 'alerts/aurora.rules.test.yml');
const DASHBOARD = join(OBSERVABILITY, 'dashboards/aurora.json');

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}
interface RuleFile {
  readonly groups: readonly { readonly name: string; readonly rules: readonly Rule[] }[];
}
interface Case {
  readonly name: string;
  readonly promql_expr_test: readonly { readonly exp_samples: readonly { readonly labels: string }[] }[];
}
interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly { readonly refId: string; readonly expr: string }[];
}
interface Dashboard {
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly { readonly name: string; readonly query: unknown }[] };
}

const rules = (parse(readFileSync(RULES, 'utf8')) as RuleFile).groups.flatMap((group) => group.rules);
const cases = (parse(readFileSync(CASES, 'utf8'), { merge: true }) as { tests: Case[] }).tests;
const dashboard = JSON.parse(readFileSync(DASHBOARD, 'utf8')) as Dashboard;
const targets = dashboard.panels.flatMap(({ title, targets: of = [] }) => of.map(({ expr }) => [title, expr] as const));

/** Series of others than the gate, with the labels they may be asked by. */
const ELSEWHERE: ReadonlyMap<string, readonly string[]> = new Map([
  ['up', []],
  ['wisescalp_book_age_ms', ['symbol']],
  ['aurora_tuner_heartbeat_timestamp_seconds', []],
  ['aurora_tuner_gate_up', []],
  ['aurora_tuner_frozen', []],
  ['aurora_tuner_rejected_total', ['gate']],
  ['aurora_tuner_overlay_conflicts_total', []],
]);
/** Labels that Prometheus itself sets. */
const OF_TARGETS = ['job', 'instance'];

const seriesOf = ({ name, type, labels }: MetricDefinition): (readonly [string, readonly string[]])[] =>
  type === 'histogram'
    ? [
        [`${name}_bucket`, [...labels, 'le']],
        [`${name}_sum`, labels],
        [`${name}_count`, labels],
      ]
    : [[name, labels]];
const KNOWN = new Map([...Object.values(METRICS).flatMap(seriesOf), ...ELSEWHERE]);

const KEYWORDS = ['and', 'or', 'unless', 'bool', 'offset'];
const GROUPING = /\b(?:by|on|without|ignoring|group_left|group_right)\s*\(([^)]*)\)/g;

/** Names of series in an expression, each with the labels it is selected by. */
function selectorsIn(expr: string): { name: string; labels: string[] }[] {
  const bare = expr.replace(GROUPING, ' ').replace(/\[[^\]]*\]/g, ' ');
  return [...bare.matchAll(/(?<![\w.])([a-zA-Z_:][\w:]*)\b(?!\s*\()(?:\{([^}]*)\})?/g)]
    .filter(([, name]) => !KEYWORDS.includes(name!))
    .map(([, name, matchers = '']) => ({
      name: name!,
      labels: [...matchers.matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g)].map(([, label]) => label!),
    }));
}

const labelsIn = (expr: string): string[] =>
  [...expr.matchAll(GROUPING)].flatMap(([, list]) => list!.split(',').map((label) => label.trim())).filter(Boolean);

/** What is wrong with the names in an expression. */
function problemsIn(expr: string): string[] {
  const selectors = selectorsIn(expr);
  const known = selectors.flatMap(({ name }) => KNOWN.get(name) ?? []);
  return [
    ...(selectors.length === 0 ? ['names no series'] : []),
    ...selectors.filter(({ name }) => !KNOWN.has(name)).map(({ name }) => `no such series: ${name}`),
    ...selectors.flatMap(({ name, labels }) =>
      labels
        .filter((label) => ![...OF_TARGETS, ...(KNOWN.get(name) ?? [])].includes(label))
        .map((label) => `${name} has no label ${label}`),
    ),
    ...labelsIn(expr)
      .filter((label) => ![...OF_TARGETS, ...known].includes(label))
      .map((label) => `no series here has the label ${label}`),
  ];
}

describe('reading expressions', () => {
  it.each([
    ['aurora_armed == 0', []],
    ['sum by (guard, le) (rate(aurora_guard_duration_us_bucket{job="a",guard!="x"}[5m])) > 1e3', []],
    ['aurora_armd == 0', ['no such series: aurora_armd']],
    ['aurora_pretrade_latency_ms > 1', ['no such series: aurora_pretrade_latency_ms']],
    ['aurora_guard_blocks_total{gaurd="x"}', ['aurora_guard_blocks_total has no label gaurd']],
    ['sum by (reason) (aurora_pretrade_decisions_total)', ['no series here has the label reason']],
    ['vector(1)', ['names no series']],
  ])('%s', (expr, problems) => expect(problemsIn(expr)).toEqual(problems));
});

describe('alert rules', () => {
  it('have names of their own', () => {
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
    expect(rules.length).toBeGreaterThan(15);
  });

  it.each(rules.map((rule) => [rule.alert, rule] as const))(
    '%s: asks for what there is, says how bad it is, what it means and what to do',
    (_, { expr, labels, annotations }) => {
      expect(problemsIn(expr)).toEqual([]);
      expect(Object.keys(labels)).toEqual(['severity']);
      expect(['critical', 'warning', 'info']).toContain(labels['severity']);
      expect(Object.keys(annotations)).toEqual(['summary', 'description', 'runbook']);
      for (const text of Object.values(annotations)) expect(text).toMatch(/\S{2}.*[.]$/);
    },
  );

  it.each(rules.map((rule) => [rule.alert, rule] as const))('%s: its runbook leads somewhere', (_, { annotations }) => {
    const runbook = annotations['runbook']!;
    for (const [, path] of runbook.matchAll(/\b(docs\/[\w/-]+(?:\.md)?)/g))
      expect([path, existsSync(join(ROOT, path!))]).toEqual([path, true]);
    for (const [, method, path] of runbook.matchAll(/\b(GET|POST) (\/[\w/]+)/g)) {
      const found = ROUTES.some(
        (route) =>
          route.method === method!.toLowerCase() &&
          new RegExp(`^${route.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path!),
      );
      expect([method, path, found]).toEqual([method, path, true]);
    }
    for (const [name] of runbook.matchAll(/\baurora_\w+(?!\w*\.)/g))
      expect([...KNOWN.keys()].join(' ')).toContain(name);
  });

  it.each(rules.map(({ alert }) => alert))(
    '%s: has a case in which it fires, and a time at which it does not',
    (alert) => {
      const fires = ({ exp_samples: samples }: Case['promql_expr_test'][number]): boolean =>
        samples.some(({ labels }) => labels === `{alertname="${alert}"}`);
      const own = cases.filter(({ name }) => name.startsWith(`${alert}: `)).flatMap((one) => one.promql_expr_test);
      expect([own.some(fires), own.some((test) => !fires(test))]).toEqual([true, true]);
    },
  );

  it(withPromtool('pass promtool check rules'), () => {
    if (!HAS_PROMTOOL) return;
    expect(promtool(['check', 'rules', RULES])).toMatchObject({ code: 0 });
  });

  it(withPromtool('pass their cases in promtool test rules'), () => {
    if (!HAS_PROMTOOL) return;
    expect(promtool(['test', 'rules', CASES])).toMatchObject({ code: 0 });
  });
});

describe('the dashboard', () => {
  it.each(targets)('%s: %s', (_, expr) => expect(problemsIn(expr)).toEqual([]));

  it('shows every metric of the gate', () => {
    const shown = new Set(targets.flatMap(([, expr]) => selectorsIn(expr).map(({ name }) => name)));
    const missing = Object.values(METRICS).filter((metric) => !seriesOf(metric).some(([name]) => shown.has(name)));
    expect(missing.map(({ name }) => name)).toEqual([]);
  });

  it('has panels with ids and places of their own, and queries in each', () => {
    const { panels } = dashboard;
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, i) => `${x + (i % w)},${y + Math.floor(i / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    for (const { type, title, gridPos, targets: of = [] } of panels) {
      expect([title, gridPos.x + gridPos.w <= 24, type === 'row' || of.length > 0]).toEqual([title, true, true]);
      expect(new Set(of.map(({ refId }) => refId)).size).toBe(of.length);
    }
  });

  it('uses only variables that it defines', () => {
    const defined = [...dashboard.templating.list.map(({ name }) => name), '__rate_interval', '__all'];
    const used = [...JSON.stringify(dashboard).matchAll(/\$\{?(\w+)/g)].map(([, name]) => name!);
    expect(used.filter((name) => !defined.includes(name))).toEqual([]);
  });

  it(withPromtool('has expressions that promtool can read'), () => {
    if (!HAS_PROMTOOL) return;
    const folder = mkdtempSync(join(tmpdir(), 'aurora-dashboard-'));
    const file = join(folder, 'rules.yml');
    const asRules = targets.map(([, expr], i) => ({
      record: `panel:${i}`,
      expr: expr.replaceAll('$__rate_interval', '5m'),
    }));
    writeFileSync(file, JSON.stringify({ groups: [{ name: 'dashboard', rules: asRules }] }));
    const { code, said } = promtool(['check', 'rules', file]);
    rmSync(folder, { recursive: true });
    expect([code, said.filter((line) => line.includes('error'))]).toEqual([0, []]);
  });
});
