import 'reflect-metadata';
import { NestLogger, REAL_WORLD } from '@aurora/nest';
import { ConfigError } from '@aurora/config';
import { NestFactory } from '@nestjs/core';
import { CommanderError } from 'commander';
import { pino, type Logger } from 'pino';
import { parseCommandLine, runnerCommand } from './cli/parse-command-line';
import { settleRun, type SettledRun } from './cli/settle-run';
import { RunnerModule } from './runner.module';
import { Runner } from './runner.service';

/** A command line or a setting is wrong: starting again without a change would fail again. */
const EXIT_MISCONFIGURED = 2;
/** The run ended, but lines of its log are lost. */
const EXIT_NOT_WRITTEN = 3;

const write = (line: string): void => void process.stdout.write(`${line}\n`);

async function run(settled: SettledRun, log: Logger): Promise<void> {
  const app = await NestFactory.createApplicationContext(
    RunnerModule.given({ ...settled, newId: REAL_WORLD.newId, write }),
    {
      logger: new NestLogger(log),
      abortOnError: false,
    },
  );
  const runner = app.get(Runner);
  const stop = (signal: NodeJS.Signals): void => {
    log.info({ signal }, 'stopping: no new openings, what is under way is brought to its end');
    runner.stop();
  };
  process.on('SIGTERM', stop).on('SIGINT', stop);
  // Whoever reads the lines has gone: that ends the run like a signal, not with a crash.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    runner.stop();
  });
  try {
    await runner.run();
  } finally {
    await closed(() => app.close(), log);
  }
}

/** Lines that could not be written are named; the run itself is over. */
async function closed(close: () => Promise<void>, log: Logger): Promise<void> {
  try {
    await close();
  } catch (error) {
    if (!(error instanceof AggregateError)) throw error;
    log.error(`stopped, but lines of the log are lost: ${error.message}`);
    process.exitCode = EXIT_NOT_WRITTEN;
  }
}

async function main(): Promise<void> {
  const log = pino({ name: 'wisescalp-runner' }, pino.destination({ dest: 2, sync: true }));
  try {
    const commandLine = parseCommandLine(runnerCommand().exitOverride(), process.argv.slice(2));
    await run(await settleRun(commandLine, process.env), log);
  } catch (error) {
    process.exitCode = exitCodeOf(error, log);
  }
}

function exitCodeOf(error: unknown, log: Logger): number {
  // Commander has said what is wrong.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_MISCONFIGURED;
  if (error instanceof ConfigError) {
    for (const { path, message, where } of error.problems) log.fatal(`${path}: ${message} (${where})`);
    return EXIT_MISCONFIGURED;
  }
  log.fatal(error instanceof Error ? error.message : String(error));
  return 1;
}

void main();
