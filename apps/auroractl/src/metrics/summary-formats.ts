import { stringify } from 'csv-stringify/sync';
import { plainTable } from '../cli/plain-table';
import { notShownRows } from '../status/not-shown-rows';
import type { GateSummary } from './gate-summary';
import { summaryRows, summaryTitle, valueText } from './summary-rows';

type Format = (summary: GateSummary) => string;

const tableText: Format = (summary) => {
  const rows = summaryRows(summary);
  const stretches = [...new Set(rows.map(({ stretch }) => stretch))];
  const blocks = stretches.map((stretch) => {
    const of = rows.filter((row) => row.stretch === stretch);
    return `${stretch}\n${plainTable(
      of.map((row) => ['', row.metric, valueText(row)]),
      ['left', 'left', 'right'],
    )}`;
  });
  const missing = plainTable(notShownRows(summary.not_shown));
  return [summaryTitle(summary), ...blocks, ...(missing === '' ? [] : [missing])].join('\n\n');
};

const markdownText: Format = (summary) =>
  [
    `**${summaryTitle(summary)}**`,
    '',
    '| stretch | metric | value |',
    '| --- | --- | ---: |',
    ...summaryRows(summary).map((row) => `| ${row.stretch} | ${row.metric} | ${valueText(row)} |`),
    ...summary.not_shown.map(({ part, why }) => `\nNot shown: ${part} (${why}).`),
  ].join('\n');

/** The numbers as they are, with a header; an unknown one is empty. */
const csvText: Format = (summary) =>
  stringify(
    summaryRows(summary).map(({ stretch, metric, value, unit }) => [stretch, metric, value, unit]),
    { header: true, columns: ['stretch', 'metric', 'value', 'unit'] },
  ).trimEnd();

/** How a summary can be written. */
export const SUMMARY_FORMATS = {
  table: tableText,
  json: (summary: GateSummary) => JSON.stringify(summary, null, 2),
  markdown: markdownText,
  csv: csvText,
} as const satisfies Record<string, Format>;
