import type { GateRequest } from '@aurora/kernel';
import { exposureNotional } from './exposure/exposure-notional';

/** Numbers a request must bring for a guard to judge it; names as on the wire. */
export const INPUT_FIELDS = [
  'latency_ms',
  'spread_bps',
  'slip_bps_est',
  'a_bps',
  'b_bps',
  'score',
  'notional',
] as const;
export type InputField = (typeof INPUT_FIELDS)[number];

/** The inputs as numbers: what the request says, 0 for what it does not say. */
export type InputNumbers = Readonly<Record<InputField, number>>;

/** A set of input fields: bit i stands for `INPUT_FIELDS[i]`, so that a guard's needs are compared in one step. */
export type FieldSet = number;

export const fieldSet = (fields: readonly InputField[]): FieldSet =>
  fields.reduce((set, field) => set | (1 << INPUT_FIELDS.indexOf(field)), 0);

export const fieldsOf = (set: FieldSet): InputField[] => INPUT_FIELDS.filter((_, at) => set & (1 << at));

/** A value that is not positive says nothing about exposure, so it counts as absent. */
export const inputNumbers = ({ order, market }: GateRequest): InputNumbers => ({
  latency_ms: market.latencyMs ?? 0,
  spread_bps: market.spreadBps ?? 0,
  slip_bps_est: market.slipBpsEst ?? 0,
  a_bps: market.aBps ?? 0,
  b_bps: market.bBps ?? 0,
  score: market.score ?? 0,
  notional: exposureNotional(order),
});

/** Fields the request does not give; the bits stand in the order of `INPUT_FIELDS`. */
export const absentFields = ({ market }: GateRequest, { notional }: InputNumbers): FieldSet =>
  (market.latencyMs == null ? 1 : 0) |
  (market.spreadBps == null ? 2 : 0) |
  (market.slipBpsEst == null ? 4 : 0) |
  (market.aBps == null ? 8 : 0) |
  (market.bBps == null ? 16 : 0) |
  (market.score == null ? 32 : 0) |
  (notional > 0 ? 0 : 64);
