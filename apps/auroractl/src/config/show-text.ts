import { paint } from '../cli/answer';
import { plainTable } from '../cli/plain-table';
import { valueText, type ShownValue } from './shown-values';

/** What `config show` answers. */
export interface ShownConfig {
  readonly config_file: string | null;
  readonly env_file: string | null;
  readonly overlay_file: string | null;
  /** Equal for equal behaviour: what /version and the event log say of a gate. */
  readonly hash: string;
  readonly values: readonly ShownValue[];
  /** Values that were not asked for. */
  readonly hidden: number;
  /** What is worth saying although nothing is wrong. */
  readonly remarks: readonly { readonly code: string; readonly message: string }[];
}

const sectionOf = (key: string): string => (key.includes('.') ? key.slice(0, key.indexOf('.')) : '');

/** The values in a table grouped by section, with what they came from before and what is to be said after it. */
export function showText(shown: ShownConfig): string {
  const { config_file: file, env_file: dotenv, overlay_file: overlay, hash, values, hidden, remarks } = shown;
  const parts = [
    `file ${file ?? 'none'} · .env ${dotenv ?? 'none'} · overlay ${overlay ?? 'none'} · hash ${hash.slice(0, 12)}`,
    valuesTable(values),
    ...(hidden > 0 ? [paint.dim(`${hidden} more keys are as they come; see them with --all.`)] : []),
    ...remarks.map(({ message }) => paint.yellow(`note: ${message}`)),
  ];
  return parts.join('\n\n');
}

function valuesTable(values: readonly ShownValue[]): string {
  if (values.length === 0) return 'No such value.';
  const lines = plainTable([
    ['key', 'value', 'default', 'from'].map(paint.dim),
    ...values.map(({ key, value, default: byDefault, where }) => {
      const isDefault = JSON.stringify(value) === JSON.stringify(byDefault);
      const text = valueText(value);
      return [key, isDefault ? text : paint.bold(text), isDefault ? '=' : valueText(byDefault), where];
    }),
  ]).split('\n');
  // A blank line before each section; one row is one line, for no value holds a line break.
  return lines
    .flatMap((line, row) => {
      const isNew = row > 1 && sectionOf(values[row - 1]!.key) !== sectionOf(values[row - 2]!.key);
      return isNew ? ['', line] : [line];
    })
    .join('\n');
}
