/** A number as event details can carry it: what is not finite is not known. */
export const finiteOrNull = (value: number): number | null => (Number.isFinite(value) ? value : null);
