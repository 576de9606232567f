import type { AnswerFlags } from '../cli/answer';

/** Flags of `replay`. */
export interface ReplayFlags extends AnswerFlags {
  readonly config?: string;
  readonly keepOverlays?: boolean;
  readonly overlay?: string;
  /** `key=value`, in the order given. */
  readonly set?: readonly string[];
  readonly independent?: boolean;
  /** ms since the epoch. */
  readonly since?: number;
  readonly until?: number;
  readonly symbol?: readonly string[];
  /** Examples shown. */
  readonly max: number;
  readonly out?: string;
}
