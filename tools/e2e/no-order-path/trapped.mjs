// Runs a few lines of script under the trap, to show what it sees.
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readTrap } from './judge-traffic.mjs';

export const TRAP = fileURLToPath(new URL('trap.cjs', import.meta.url));
/** Below the repository, so that scripts find its packages. */
const SCRIPTS = fileURLToPath(new URL('../../../artifacts/no-order-path', import.meta.url));

/** @returns what the trap has seen of a script in ES module syntax, run to its end. */
export async function trapped(lines, ...args) {
  mkdirSync(SCRIPTS, { recursive: true });
  const folder = mkdtempSync(join(SCRIPTS, 'planted-'));
  const [file, script] = [join(folder, 'seen.jsonl'), join(folder, 'script.mjs')];
  writeFileSync(script, lines);
  try {
    await new Promise((resolve, reject) => {
      const env = { ...process.env, TRAP_FILE: file };
      execFile(process.execPath, ['--require', TRAP, script, ...args], { env, timeout: 30_000 }, (error) =>
        error === null ? resolve() : reject(error),
      );
    });
    return readTrap(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
