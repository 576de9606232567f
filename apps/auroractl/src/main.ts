import { CommanderError } from 'commander';
import { EXIT } from './cli/exit-code';
import { Failure } from './cli/failures';
import { programFor } from './program';

async function main(argv: readonly string[]): Promise<void> {
  const program = await programFor(argv);
  await program.parseAsync(argv, { from: 'user' });
}

// Whoever reads the answer has gone: a command that has something to give back ends as by a signal, any other at once.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  if (!process.emit('SIGTERM', 'SIGTERM')) process.exit(EXIT.fine);
});

main(process.argv.slice(2)).catch((error: unknown) => {
  // Commander has said already what was wrong.
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.fine : EXIT.usage;
  else if (error instanceof Failure) {
    process.stderr.write(`auroractl: ${error.message}\n`);
    process.exitCode = error.exitCode;
  } else {
    process.stderr.write(`auroractl: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = EXIT.finding;
  }
});
