// What samplers found, as tables for people.
import Table from 'cli-table3';

const HEAD = ['median', 'quartiles', 'mean', 'p, no better than random'];

const number = (value) => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(Math.abs(value) >= 10 ? 2 : 4));
const cells = ({ sampler, quarter, median, three_quarters, mean, p_no_better_than_random: p }) => [
  sampler,
  number(median),
  `${number(quarter)} … ${number(three_quarters)}`,
  number(mean),
  p === null ? '' : p < 0.0001 ? '< 0.0001' : p.toFixed(4),
];

const title = ({ objective, trials, noise }, seeds) =>
  `${objective}: ${trials} trials, ${seeds} seeds${noise > 0 ? `, noise ${noise}` : ''}`;

export function textReport({ seeds, results }) {
  const tables = results.map((result) => {
    const table = new Table({ head: [title(result, seeds), ...HEAD], style: { head: [], border: [], compact: true } });
    for (const row of result.rows) table.push(cells(row));
    return table.toString();
  });
  return `Higher is better.\n${tables.join('\n')}\n`;
}

export const markdownTables = ({ seeds, results }) =>
  results
    .map((result) =>
      [
        `| ${[title(result, seeds), ...HEAD].join(' | ')} |`,
        '| --- | --- | --- | --- | --- |',
        ...result.rows.map((row) => `| ${cells(row).join(' | ')} |`),
      ].join('\n'),
    )
    .join('\n\n');
