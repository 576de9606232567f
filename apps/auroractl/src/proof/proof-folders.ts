import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isAlive, processRecords } from '../processes/process-record';

/** Where proofs keep their sessions, unless they are told another folder: `logs/proof` beside the configurations. */
export async function proofFolder(): Promise<string> {
  const { findRoot } = await import('@aurora/config/node');
  return resolve(findRoot(process.cwd()) ?? '.', 'logs/proof');
}

/** A proof's session, with the folder of its records. */
export interface ProofPlace {
  readonly sessionDir: string;
  readonly runDir: string;
}

/** File in a proof's session that says which process it is. */
export const OWNER = 'proof.json';

export const proofPlace = (sessionDir: string): ProofPlace => ({ sessionDir, runDir: join(sessionDir, 'run') });

/** Sessions of proofs that are over and yet have records of processes: they were killed. One that still runs is left alone. */
export function leftProofs(folder: string): readonly ProofPlace[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => proofPlace(join(folder, name)))
    .filter((place) => processRecords(place.runDir).length > 0 && !isRunning(place));
}

function isRunning({ sessionDir }: ProofPlace): boolean {
  try {
    return isAlive(JSON.parse(readFileSync(join(sessionDir, OWNER), 'utf8')) as Parameters<typeof isAlive>[0]);
  } catch {
    return false; // it did not come to write its name
  }
}
