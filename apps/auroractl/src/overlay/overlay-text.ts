import type { OverlayAnswer } from '@aurora/contracts';
import { paint } from '../cli/answer';
import { plainTable } from '../cli/plain-table';
import { momentText, spanText } from '../cli/time-text';
import { changedKeys } from './changed-keys';

/** The overlay as YAML that `overlay apply` takes again; who, why and when stand above it as comments. */
export async function overlayYaml(
  { overlay, author, reason, applied_at_ms: at, config_hash: hash }: OverlayAnswer,
  nowMs: number,
): Promise<string> {
  const force = `# configuration in force: ${hash}`;
  if (overlay === null) return `# no overlay: the configuration of the files is in force\n${force}`;
  const { stringify } = await import('yaml');
  const since = at === null ? 'not known' : `${momentText(at)}, ${spanText(nowMs - at)} ago`;
  const lines = [
    `# author: ${author ?? 'not named'}`,
    `# reason: ${reason ?? 'none given'}`,
    `# applied: ${since}`,
    force,
  ];
  return `${paint.dim(lines.join('\n'))}\n${stringify(overlay).trimEnd()}`;
}

/** What is set otherwise now: keys with their old and new value, `–` where an overlay says nothing. */
export function changesText(before: OverlayAnswer, after: OverlayAnswer): string {
  const changed = changedKeys(before.overlay, after.overlay);
  const same = before.config_hash === after.config_hash ? ', the configuration in force stays the same' : '';
  if (changed.length === 0) return `No key is set otherwise than before${same}.`;
  const rows = changed.map(({ key, before: was, after: is }) => [key, valueText(was), '→', paint.bold(valueText(is))]);
  return `${plainTable(rows)}\n\nconfiguration in force: ${before.config_hash} → ${after.config_hash}`;
}

const valueText = (value: unknown): string => (value === null ? '–' : JSON.stringify(value));
