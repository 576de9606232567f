import type { ErrorObject } from 'ajv';

/**
 * "A fee object, a number or null" is written as a choice, and a value that fits none fails all of its branches. What
 * matters is told once: faults inside the value or beyond its type, else the types that would have been right.
 */
export function settleChoices(errors: readonly ErrorObject[]): ErrorObject[] {
  const choices = new Set(errors.filter(({ keyword }) => keyword === 'anyOf').map(({ instancePath }) => instancePath));
  if (choices.size === 0) return [...errors];
  const settled = errors.filter(({ instancePath, keyword }) => !choices.has(instancePath) || !isBranch(keyword));
  for (const path of choices) {
    if (settled.some(({ instancePath }) => instancePath === path || instancePath.startsWith(`${path}/`))) continue;
    const branches = errors.filter(({ instancePath, keyword }) => instancePath === path && keyword === 'type');
    const types = branches.flatMap(({ params }) => params['type'] as string | string[]);
    if (branches[0] !== undefined) settled.push({ ...branches[0], params: { type: types } });
  }
  return settled;
}

const isBranch = (keyword: string): boolean => keyword === 'anyOf' || keyword === 'type';
