import 'reflect-metadata';
import { REAL_WORLD } from '@aurora/nest';
import { NestFactory } from '@nestjs/core';
import { CommanderError } from 'commander';
import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import pino, { type Logger } from 'pino';
import { parseCommandLine, runnerCommand } from './cli/parse-command-line';
import type { RunnerOptions, WriteLine } from './runner-options';
import { RunnerModule } from './runner.module';
import { Runner } from './runner.service';

const USAGE_ERROR = 2;

function lineWriter(sessionDir: string | undefined): WriteLine {
  if (sessionDir === undefined) return (line) => process.stdout.write(`${line}\n`);
  mkdirSync(sessionDir, { recursive: true });
  const file = join(sessionDir, 'runner.jsonl');
  return (line) => {
    process.stdout.write(`${line}\n`);
    appendFileSync(file, `${line}\n`);
  };
}

async function runWith(options: RunnerOptions, log: Logger): Promise<void> {
  const write = lineWriter(options.sessionDir);
  const surroundings = { options, timeAndIds: REAL_WORLD, write };
  const app = await NestFactory.createApplicationContext(RunnerModule.given(surroundings), {
    logger: false,
    abortOnError: false,
  });
  const runner = app.get(Runner);
  const stop = (signal: NodeJS.Signals) => {
    log.info({ signal }, 'stopping: no new openings, what is under way is finished');
    runner.stop();
  };
  // Whoever reads the lines has gone: that ends the run like a signal, not with a crash.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    runner.stop();
  });
  process.once('SIGTERM', stop).once('SIGINT', stop);
  const { apiToken: _secret, ...shown } = options;
  log.info({ options: shown }, 'started');
  try {
    await runner.run();
    log.info('finished');
  } finally {
    await app.close();
  }
}

async function main(): Promise<void> {
  const log = pino({ name: 'wisescalp-runner' }, pino.destination({ dest: 2, sync: true }));
  let options: RunnerOptions;
  try {
    options = parseCommandLine(runnerCommand().exitOverride(), process.argv.slice(2), process.env['AURORA_API_TOKEN']);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.exitCode === 0 ? 0 : USAGE_ERROR;
    return;
  }
  try {
    await runWith(options, log);
  } catch (error) {
    log.fatal(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}

void main();
