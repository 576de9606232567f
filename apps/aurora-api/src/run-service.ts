import { ConfigError } from '@aurora/config';
import { type RunningApi } from './create-api';
import { StartError } from './start-error';
import { StopError } from './stop-error';

/** A setting or file is wrong: starting again without a change would fail again. */
const EXIT_MISCONFIGURED = 2;
/** It did stop, but something it had to write is lost. */
const EXIT_NOT_WRITTEN = 3;

/** Is the process: starts the service, says where it listens, and ends it on SIGTERM or SIGINT. */
export function runService(name: string, start: () => Promise<RunningApi>): void {
  run(start).catch((error: unknown) => fail(name, error));
}

async function run(start: () => Promise<RunningApi>): Promise<void> {
  // Asked during the start it is done right after it, so that nothing that began is left half done.
  const asked = new Promise<unknown>((resolve) => process.on('SIGTERM', resolve).on('SIGINT', resolve));
  const api = await start();
  process.stdout.write(`${JSON.stringify({ type: 'listening', url: api.url })}\n`);
  await asked;
  await api.stop();
  process.exit(0);
}

/** Says why on standard error, without a stack for what a person can mend. */
function fail(name: string, error: unknown): never {
  if (error instanceof ConfigError) {
    process.stderr.write(`${name} cannot start, ${error.problems.length} problem(s) in its configuration:\n`);
    for (const { path, message, where } of error.problems) process.stderr.write(`  ${path}: ${message} (${where})\n`);
    process.exit(EXIT_MISCONFIGURED);
  }
  if (error instanceof StartError) {
    process.stderr.write(`${name} cannot start: ${error.message}\n`);
    process.exit(EXIT_MISCONFIGURED);
  }
  if (error instanceof StopError) {
    process.stderr.write(`${name} stopped, but ${error.message}\n`);
    process.exit(EXIT_NOT_WRITTEN);
  }
  process.stderr.write(`${name} stopped: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
}
