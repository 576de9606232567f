import 'reflect-metadata';
import { ConfigError } from '@aurora/config';
import { createApi } from './create-api';
import { readSettings } from './settings/read-settings';
import { StartError } from './start-error';

/** A setting or file is wrong: starting again without a change would fail again. */
const EXIT_MISCONFIGURED = 2;

async function main(): Promise<void> {
  // Asked during the start it is done right after it, so that nothing that began is left half done.
  const asked = new Promise<unknown>((resolve) => process.on('SIGTERM', resolve).on('SIGINT', resolve));
  const api = await createApi(readSettings());
  process.stdout.write(`${JSON.stringify({ type: 'listening', url: api.url })}\n`);
  await asked;
  await api.stop();
  process.exit(0);
}

/** Says why on standard error, without a stack for what a person can mend. */
function fail(error: unknown): never {
  if (error instanceof ConfigError) {
    process.stderr.write(`aurora-api cannot start, ${error.problems.length} problem(s) in its configuration:\n`);
    for (const { path, message, where } of error.problems) process.stderr.write(`  ${path}: ${message} (${where})\n`);
    process.exit(EXIT_MISCONFIGURED);
  }
  if (error instanceof StartError) {
    process.stderr.write(`aurora-api cannot start: ${error.message}\n`);
    process.exit(EXIT_MISCONFIGURED);
  }
  process.stderr.write(
    `aurora-api stopped: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exit(1);
}

main().catch(fail);
