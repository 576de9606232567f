import { TICKS_PER_UNIT } from '@aurora/market';

/** Nearest whole tick of 1e-8: the same double as the venue's decimal text, so that limits compare exactly. */
export const toTick = (price: number): number => Math.round(price * TICKS_PER_UNIT) / TICKS_PER_UNIT;
