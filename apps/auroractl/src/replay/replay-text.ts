import { paint } from '../cli/answer';
import { plainTable } from '../cli/plain-table';
import { percentText } from '../cli/time-text';
import type { Difference, MemberDifference } from './differences';
import type { ComparedNumbers, FlipExample, FlipKind } from './flips';
import type { LineProblem } from './read-log';
import type { Flips, ReplayReport, Sameness } from './replay-report';

const MAX_ROWS = 20;
/** Beyond it texts are cut. */
const MAX_VALUE = 60;

export const KIND_TEXT: Readonly<Record<FlipKind, string>> = {
  allow_to_deny: 'allow → deny',
  deny_to_allow: 'deny → allow',
  other_reason: 'deny → deny',
  max_qty: 'allow, other quantity',
};

/** A report for people. */
export const replayText = (report: ReplayReport): string =>
  [...(report.changed ? flipLines(report) : sameLines(report)), ...remarkLines(report), speedLine(report)].join('\n');

function sameLines({ decisions, identical, different, differences }: Sameness): string[] {
  if (different === 0) return [paint.green(`${count(decisions)} decisions, all as in the log to the byte`)];
  return [
    paint.red(
      `${count(different)} of ${count(decisions)} decisions did not come out as in the log, ${count(identical)} did`,
    ),
    '',
    ...differences.flatMap(differenceLines),
    ...more(differences.length, different),
  ];
}

const differenceLines = ({ decision_id: id, time, symbol, members }: Difference): string[] => [
  `${id}  ${time}  ${symbol}`,
  ...(members.length === 0 ? ['  only the text differs'] : members.map(memberLine)),
];

const memberLine = ({ path, logged, now }: MemberDifference): string =>
  `  ${path}: ${shortJson(logged)} in the log, ${shortJson(now)} now`;

function flipLines(report: Flips): string[] {
  const { decisions, flips, allowed, change, flip_rows: rows, examples, state_follows: follows } = report;
  return [
    ...change,
    follows === 'log'
      ? 'each decision in the state that the log led to'
      : 'the state follows the new decisions; fills and profit are those of the log',
    '',
    `${count(flips)} of ${count(decisions)} decisions flip (${percentText(decisions === 0 ? 0 : flips / decisions)})`,
    `allowed: ${count(allowed.was)} then, ${count(allowed.would)} by the change`,
    ...(flips === 0 ? [] : ['', ...flipTable(report), ...more(Math.min(rows.length, MAX_ROWS), rows.length)]),
    ...(flips === 0 ? [] : ['', ...symbolTable(report)]),
    ...(examples.length === 0 ? [] : ['', 'the first flips', ...examples.flatMap(exampleLines)]),
  ];
}

const flipTable = ({ flip_rows: rows }: Flips): string[] => [
  plainTable(
    [
      ['count', 'flip', 'guard', 'then', 'by the change'],
      ...rows
        .slice(0, MAX_ROWS)
        .map(({ count: number, kind, guard, from, to }) => [count(number), KIND_TEXT[kind], guard, from, to]),
    ],
    ['right'],
  ),
];

const symbolTable = ({ by_symbol: symbols }: Flips): string[] => [
  plainTable(
    [
      ['symbol', 'decisions', 'flips', ''],
      ...symbols
        .slice(0, MAX_ROWS)
        .map((row) => [row.symbol, count(row.decisions), count(row.flips), percentText(row.flips / row.decisions)]),
    ],
    ['left', 'right', 'right', 'right'],
  ),
];

function exampleLines(example: FlipExample): string[] {
  const { decision_id: id, time, symbol, side, qty, from, to, kind, max_qty: max } = example;
  const sizes = kind === 'max_qty' ? `max_qty ${max.was} → ${max.would}` : `${from} → ${to}`;
  return [`  ${id}  ${time}  ${symbol} ${side} ${qty}  ${sizes}`, `      ${comparedText(example)}`];
}

/** What the guard of a flip compared then and now. */
export function comparedText({ guard, compared: { was, would } }: Pick<FlipExample, 'guard' | 'compared'>): string {
  const [before, after] = [numbersText(was), numbersText(would)];
  if (before === after) return `${guard}: ${before}`;
  if (was !== null && would !== null && was.value === would.value)
    return `${guard}: ${before} then, ${limitText(would)} by the change`;
  return `${guard}: ${before} then, ${after} by the change`;
}

const numbersText = (numbers: ComparedNumbers | null): string => {
  if (numbers === null) return 'not asked';
  const { value, limit } = numbers;
  if (value === null && limit === null) return 'no number';
  return `${value ?? '–'} against ${limitText(numbers)}`;
};

const limitText = ({ limit }: ComparedNumbers): string => (limit === null ? 'no limit' : String(limit));

function remarkLines(report: ReplayReport): string[] {
  const { bad_lines: bad, problems, missing_start: missing, torn_end: torn } = report;
  const notAsLogged = report.changed ? report.not_as_logged : 0;
  return [
    ...(notAsLogged === 0
      ? []
      : [
          '',
          paint.yellow(
            `${count(notAsLogged)} decisions do not come out as logged even without the change; they are compared with the log`,
          ),
        ]),
    ...(missing === null
      ? []
      : [
          '',
          paint.red(
            `the log begins in the middle: ${count(missing.events)} events come before any AURORA.STARTUP.OK, which holds the configuration and the state, and could not be judged`,
          ),
          `  ${placeOf(missing.first)}`,
        ]),
    ...(bad === 0
      ? []
      : [
          '',
          paint.red(`${count(bad)} lines cannot be read or judged`),
          ...problems.map((each) => `  ${placeOf(each)}`),
          ...more(problems.length, bad),
        ]),
    ...(torn === null
      ? []
      : ['', `${torn.file}:${torn.line}: the log ends within this line: a crash, or a write under way`]),
  ];
}

const placeOf = ({ file, line, reason }: LineProblem): string => `${file}:${line}: ${reason}`;

const more = (shown: number, all: number): string[] => (shown < all ? [`  … and ${count(all - shown)} more`] : []);

function speedLine({ decisions_read: decisions, lines, elapsed_ms: ms }: ReplayReport): string {
  const rate = ms === 0 ? '' : `, ${count(Math.round((decisions / ms) * 1000))} decisions a second`;
  return paint.dim(
    `${count(lines)} lines read, ${count(decisions)} decisions judged in ${(ms / 1000).toFixed(1)} s${rate}`,
  );
}

/** With blanks between thousands. */
export const count = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, ' ');

function shortJson(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > MAX_VALUE ? `${text.slice(0, MAX_VALUE)}…` : text;
}
