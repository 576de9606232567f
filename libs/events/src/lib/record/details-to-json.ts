/**
 * JSON of a plain object. A number that is not finite throws a `TypeError` naming its path, because JSON would say `null`
 * and a reader could not tell it from a value that is not there; so does a bigint. Undefined members are left out.
 */
export function detailsToJson(details: object): string {
  let text: string | undefined;
  try {
    text = JSON.stringify(details);
  } catch (error) {
    refuse(details, '$', []);
    throw error;
  }
  if (text === undefined || !text.startsWith('{')) throw new TypeError('details must be a plain object');
  // A number that is not finite can only have become `null`, so most details are never walked.
  if (text.includes('null') && (hasJsonForm(details) || !allFinite(details))) refuse(details, '$', []);
  return text;
}

/** Whether no number inside is NaN or infinite; the text exists already, so there is no cycle. */
function allFinite(value: object): boolean {
  for (const key in value) {
    const member = (value as Record<string, unknown>)[key];
    if (typeof member === 'number') {
      if (!Number.isFinite(member)) return false;
    } else if (typeof member === 'object' && member !== null && (hasJsonForm(member) || !allFinite(member)))
      return false;
  }
  return true;
}

function refuse(value: unknown, path: string, parents: readonly object[]): void {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`${path} is not a finite number: ${value}`);
    return;
  }
  if (typeof value === 'bigint') throw new TypeError(`${path} is a bigint, which JSON cannot carry`);
  if (typeof value !== 'object' || value === null || parents.includes(value)) return;
  if (hasJsonForm(value)) return refuse(value.toJSON(), path, [...parents, value]);
  for (const [key, member] of Object.entries(value)) {
    refuse(member, Array.isArray(value) ? `${path}[${key}]` : `${path}.${key}`, [...parents, value]);
  }
}

const hasJsonForm = (value: object): value is { toJSON(): unknown } =>
  'toJSON' in value && typeof value.toJSON === 'function';
