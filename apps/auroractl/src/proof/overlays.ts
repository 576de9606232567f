import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OverlayAnswer } from '@aurora/contracts';
import { parse } from 'yaml';
import { GateRefusal, type GateApi } from '../gate/gate-api';
import { CHECKOUT } from '../processes/programs';

type Overlay = Readonly<Record<string, unknown>>;

const ATTEMPTS = 5;

/** Overlays that a proof applies, files of configs/overlays. */
export type ProofOverlay = 'production' | 'triage';

/** Puts an overlay in force for these symbols, with the model that is in use. Whatever else was there before gives way. */
export async function applyOverlay(gate: GateApi, name: ProofOverlay, symbols: readonly string[]): Promise<void> {
  const overlay = parse(readFileSync(join(CHECKOUT, `configs/overlays/${name}.yaml`), 'utf8')) as Overlay;
  for (let attempt = 1; ; attempt++) {
    const active = await activeOverlay(gate);
    const model = active.overlay?.['calibrator'];
    const next = { ...overlay, symbols, ...(model !== undefined && { calibrator: model }) };
    const body = { overlay: next, author: 'proof', reason: name, expected_config_hash: active.config_hash };
    try {
      await gate.post('/overlay/apply', 'api', body);
      return;
    } catch (error) {
      // The tuner may have changed it in between.
      if (!(error instanceof GateRefusal && error.status === 409) || attempt === ATTEMPTS) throw error;
    }
  }
}

export const activeOverlay = (gate: GateApi): Promise<OverlayAnswer> =>
  gate.get<OverlayAnswer>('/overlay/active', 'api');

/** What a proof shows of the overlay in force. */
export function overlayShown(overlay: Overlay | null) {
  const symbols = overlay?.['symbols'];
  return {
    symbols: Array.isArray(symbols) ? symbols.map(String) : [],
    z_threshold: numberAt(overlay, 'parent_gate', 'z_threshold'),
    enr_threshold_bps: numberAt(overlay, 'reward', 'expected_net_reward_threshold_bps'),
  };
}

function numberAt(overlay: Overlay | null, section: string, key: string): number | null {
  const value = (overlay?.[section] as Overlay | undefined)?.[key];
  return typeof value === 'number' ? value : null;
}
