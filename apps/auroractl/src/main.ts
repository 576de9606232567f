import { CommanderError } from 'commander';
import { EXIT } from './cli/exit-code';
import { Failure } from './cli/failures';
import { programFor } from './program';

async function main(argv: readonly string[]): Promise<void> {
  const program = await programFor(argv);
  await program.parseAsync(argv, { from: 'user' });
}

// Whoever reads the answer has gone: a command that has something to give back ends as by a signal, any other at once.
process.stdout.on('error', (error) => {
  if (!isReaderGone(error)) throw error;
  if (!process.emit('SIGTERM', 'SIGTERM')) process.exit(EXIT.fine);
});

main(process.argv.slice(2)).catch((error: unknown) => {
  if (isReaderGone(error)) process.exitCode = EXIT.fine;
  // Commander has said already what was wrong.
  else if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.fine : EXIT.usage;
  else if (error instanceof Failure) {
    process.stderr.write(`auroractl: ${error.message}\n`);
    process.exitCode = error.exitCode;
  } else {
    process.stderr.write(`auroractl: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = EXIT.finding;
  }
});

function isReaderGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE';
}
