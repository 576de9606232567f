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
  return [...bare.matchAll(/([a-zA-Z_:][\w:]*)(?!\s*\()\b(?:\{([^}]*)\})?/g)]
    .filter(([whole, name]) => !KEYWORDS.includes(name!) && !isInsideBraces(bare, whole))
    .map(([, name, matchers = '']) => ({
      name: name!,
      labels: [...matchers.matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g)].map(([, label]) => label!),
    }));
}
