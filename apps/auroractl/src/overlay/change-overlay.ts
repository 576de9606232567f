import type { OverlayAnswer } from '@aurora/contracts';
import type { Command } from 'commander';
import { answer, type AnswerFlags } from '../cli/answer';
import { Finding } from '../cli/failures';
import { findGate, type GateFlags } from '../gate/find-gate';
import { GateRefusal } from '../gate/gate-api';
import { changedKeys } from './changed-keys';
import { changesText } from './overlay-text';

export interface ChangeFlags extends AnswerFlags, GateFlags {
  /** Digest of the configuration that must still be in force. */
  readonly expect?: string;
}

/** Gives a command the option that makes it fail when somebody else changed the overlay meanwhile. */
export const withExpectedHash = (command: Command): Command =>
  command.option('--expect <hash>', 'only if this configuration is still in force (config_hash of `overlay show`)');

const CHANGED =
  'another configuration is in force than was expected, so nothing was changed; look at it again with `auroractl overlay show`';

const isChanged = (error: unknown): boolean =>
  error instanceof GateRefusal && (error.body as { readonly error?: unknown }).error === 'overlay_changed';

/** Applies or rolls back, and answers the overlay now in force with the keys that are set otherwise. */
export async function changeOverlay({ expect, ...flags }: ChangeFlags, path: string, change: object): Promise<void> {
  const gate = await findGate(flags);
  const before = await gate.get<OverlayAnswer>('/overlay/active', 'api');
  const expected = { expected_config_hash: expect ?? before.config_hash };
  const after = await gate.post<OverlayAnswer>(path, 'api', { ...change, ...expected }).catch((error: unknown) => {
    throw isChanged(error) ? new Finding(CHANGED) : error;
  });
  const changed = changedKeys(before.overlay, after.overlay);
  answer(flags, { ...after, changed }, () => changesText(before, after));
}
