import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Harvest, Params } from '@aurora/tuning';
import { trialOverlay } from '../orchestrator/trial-overlay';
import { harvestOfRuns } from './harvest';
import type { CutRecording } from './recording-span';
import { runRunner } from './run-runner';
import type { SearchPlan } from './search-plan';

/** Which part of the recordings is traded. On the held-out part books and scales have seen the other. */
export type Stretch = 'train' | 'holdout';

/**
 * Trades a stretch of every recording, one after the other, and adds up what it brought. The sessions are gone afterwards.
 * @param params `null` for the base.
 * @param name names the folder of the sessions within the folder of the study.
 * @throws Finding when the runner fails. Interrupted when the signal ends it.
 */
export async function measure(
  plan: SearchPlan,
  params: Params | null,
  { name, stretch }: { readonly name: string; readonly stretch: Stretch },
  signal: AbortSignal,
): Promise<Harvest> {
  const folder = join(plan.outDir, 'runs', `${name}-${stretch}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const overlayFile = join(folder, 'overlay.json');
  writeFileSync(
    overlayFile,
    JSON.stringify(params === null ? (plan.base ?? {}) : trialOverlay(plan.base, params, plan.base)),
  );
  const sessions: string[] = [];
  try {
    for (const [index, recording] of plan.recordings.entries()) {
      const session = join(folder, String(index));
      const symbols = plan.symbols === undefined ? [] : ['--symbols', plan.symbols.join(',')];
      const common = ['--gate', 'in-process', '--overlay', overlayFile, '--session-dir', session, ...symbols];
      await runRunner(['--recording', recording.folder, ...stretchOf(recording, stretch), ...common], signal);
      sessions.push(session);
    }
    return await harvestOfRuns(sessions, plan.equityUsdt);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const stretchOf = ({ cutMs }: CutRecording, stretch: Stretch): string[] => [
  stretch === 'train' ? '--until' : '--from',
  new Date(cutMs).toISOString(),
];
