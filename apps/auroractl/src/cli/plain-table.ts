import Table from 'cli-table3';

type Align = 'left' | 'right';

const SIDES = ['top', 'bottom', 'left', 'right', 'mid', 'top-mid', 'top-left', 'top-right', 'bottom-mid'] as const;
const CORNERS = ['bottom-left', 'bottom-right', 'left-mid', 'mid-mid', 'right-mid'] as const;
const NO_LINES = Object.fromEntries([...SIDES, ...CORNERS].map((name) => [name, '']));

/** Rows in columns without lines, two blanks apart; coloured cells are measured by what is seen. */
export function plainTable(rows: readonly (readonly string[])[], aligned: readonly Align[] = []): string {
  if (rows.length === 0) return '';
  const style = { 'padding-left': 0, 'padding-right': 0, head: [], border: [] };
  const table = new Table({ chars: { ...NO_LINES, middle: '  ' }, style, colAligns: [...aligned] });
  table.push(...rows.map((row) => [...row]));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}
