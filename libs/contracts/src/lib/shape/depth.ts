import type { FieldError } from './field-error';

/** Values nested deeper than this are refused where a body is kept whole: writing it out again would need the stack. */
export const MAX_DEPTH = 32;

/** Whether lists and objects are nested deeper than {@link MAX_DEPTH}. Uses no stack, whatever the depth. */
export function isTooDeep(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; depth <= MAX_DEPTH; depth++) {
    const below: unknown[] = [];
    for (const node of level)
      if (node !== null && typeof node === 'object') for (const inner of Object.values(node)) below.push(inner);
    if (below.length === 0) return false;
    level = below;
  }
  return true;
}

/** The answer to a body that is. */
export const TOO_DEEP: { readonly ok: false; readonly errors: readonly FieldError[] } = {
  ok: false,
  errors: [{ field: 'body', message: `must not nest deeper than ${MAX_DEPTH} levels` }],
};
