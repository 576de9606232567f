import type { FieldError } from './field-error';

/** Values nested deeper than this are refused where a body is kept whole: writing it out again would need the stack. */
export const MAX_DEPTH = 32;

interface Refused {
  readonly ok: false;
  readonly errors: readonly FieldError[];
}

const refused = (message: string): Refused => ({ ok: false, errors: [{ field: 'body', message }] });
const TOO_DEEP = refused(`must not nest deeper than ${MAX_DEPTH} levels`);
const NOT_FINITE = refused('must hold finite numbers only');

/**
 * Why a value cannot be kept whole and written out again, `null` when it can: lists and objects nested deeper than
 * {@link MAX_DEPTH}, or a number that is not finite, as `1e999` becomes. Uses no stack, whatever the depth.
 */
export function refuseToKeep(value: unknown): Refused | null {
  let level: unknown[] = [value];
  for (let depth = 0; depth <= MAX_DEPTH; depth++) {
    const below: unknown[] = [];
    for (const node of level) {
      if (typeof node === 'number' && !Number.isFinite(node)) return NOT_FINITE;
      if (node !== null && typeof node === 'object') for (const inner of Object.values(node)) below.push(inner);
    }
    if (below.length === 0) return null;
    level = below;
  }
  return TOO_DEEP;
}
