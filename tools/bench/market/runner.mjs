// The runner over the same recording: frames, signals, gates, the decision service in the same process, shadow orders,
// event log; the frames a second its summary tells.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onCore } from '../../harness/machine.mjs';
import { ROOT } from '../../run/bootstrap.mjs';

const RUNNER = join(ROOT, 'apps/wisescalp-runner/dist/main.js');
const LONGEST_MS = 120_000;

/** `{ per_second }`, or `{ skipped }` with the reason in words. */
export function runRunner(folder, pinned) {
  const session = mkdtempSync(join(tmpdir(), 'aurora-bench-runner-'));
  try {
    const args = ['--recording', folder, '--gate', 'in-process', '--speed', 'max', '--session-dir', session];
    const { command, args: all } = onCore(0, pinned, [RUNNER, ...args]);
    const { status, stdout, stderr } = spawnSync(command, all, { encoding: 'utf8', timeout: LONGEST_MS });
    const summary = lastSummary(stdout ?? '');
    if (status === 0 && summary?.frames_per_s > 0) return { per_second: summary.frames_per_s, summary };
    const why = (stderr || stdout || '').trim().split('\n').at(-1);
    return { skipped: `the runner ended with ${status} and no summary${why ? `: ${why.slice(0, 200)}` : ''}` };
  } finally {
    rmSync(session, { recursive: true, force: true });
  }
}

function lastSummary(stdout) {
  const line = stdout.split('\n').findLast((text) => text.startsWith('{"type":"summary"'));
  return line === undefined ? undefined : JSON.parse(line);
}
