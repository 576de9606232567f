import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXCHANGE_ERRORS } from './lib/order-records/normalise-exchange-error';
import { GATE_REASONS } from './lib/order-records/normalise-gate-reason';

const readme = readFileSync(join(__dirname, '../README.md'), 'utf8');

/** The cells of the table behind a mark, row by row, without padding. */
const tableBehind = (mark: string): string[][] =>
  readme
    .split(mark)[1]!
    .split('\n\n')[1]!
    .split('\n')
    .slice(2)
    .map((row) =>
      row
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );

describe('README', () => {
  it('lists the reasons of the gate', () => {
    expect(tableBehind('<!-- gate-reasons -->')).toEqual(
      GATE_REASONS.map(({ code, class: family, severity, action }) => [`\`${code}\``, family, severity, action]),
    );
  });

  it('lists the errors of the venue', () => {
    expect(tableBehind('<!-- exchange-errors -->')).toEqual(
      EXCHANGE_ERRORS.map(({ reason: { code, class: family, severity, action }, codes }) => [
        `\`${code}\``,
        codes.join(', ').replaceAll('-', '−'),
        family,
        severity,
        action,
      ]),
    );
  });
});
