import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { paint } from '../cli/answer';
import { plainTable } from '../cli/plain-table';
import { isBreached, type CanaryCheck } from './judge-canary';

/** What a canary answers and writes. */
export interface CanaryReport {
  readonly verdict: 'PASS' | 'FAIL';
  readonly checks: readonly CanaryCheck[];
  readonly elapsed_s: number;
  readonly gate: string;
  readonly session_dir: string;
  /** Where it is written. */
  readonly report: string;
}

type About = Pick<CanaryReport, 'elapsed_s' | 'gate' | 'session_dir' | 'report'>;

export const canaryReport = (checks: readonly CanaryCheck[], about: About): CanaryReport => ({
  verdict: isBreached(checks) ? 'FAIL' : 'PASS',
  checks,
  ...about,
});

/** Writes the report: JSON where the file is called so, else markdown. */
export function writeReport(report: CanaryReport): void {
  const path = resolve(report.report);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, path.endsWith('.json') ? `${JSON.stringify(report, null, 2)}\n` : markdown(report));
}

const SAID = { ok: 'ok', breach: 'BREACH', too_few: 'too few to judge' } as const;

export function canaryText(report: CanaryReport): string {
  const { verdict, checks, elapsed_s: elapsed, gate, session_dir: session, report: path } = report;
  const coloured = { ok: paint.green, breach: paint.red, too_few: paint.yellow } as const;
  const rows = checks.map((check) => [
    check.check,
    shown(check.value),
    check.limit,
    coloured[check.verdict](SAID[check.verdict]),
    check.note,
  ]);
  return [
    plainTable([['check', 'value', 'limit', 'verdict', ''], ...rows], ['left', 'right', 'left', 'left', 'left']),
    '',
    `${verdict === 'PASS' ? paint.green(verdict) : paint.red(verdict)} after ${elapsed} s, gate ${gate}`,
    `session ${session}`,
    `report  ${path}`,
  ].join('\n');
}

function markdown({ verdict, checks, elapsed_s: elapsed, gate, session_dir: session }: CanaryReport): string {
  const cells = (...row: readonly string[]): string => `| ${row.join(' | ')} |`;
  const row = ({ check, value, limit, verdict: of, note }: CanaryCheck) =>
    cells(check, shown(value), limit, SAID[of], note);
  return [
    `# Canary: ${verdict}`,
    '',
    `${elapsed} s, gate ${gate}, session ${session}.`,
    '',
    cells('check', 'value', 'limit', 'verdict', 'note'),
    cells('---', '---:', '---', '---', '---'),
    ...checks.map(row),
    '',
  ].join('\n');
}

/** Numbers to four digits that count; what was not measured as a dash. */
const shown = (value: number | null): string => (value === null ? '–' : String(Number(value.toPrecision(4))));
