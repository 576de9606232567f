import { stopRecorded } from './stop-process';

const GRACE_MS = 10_000;

/**
 * A program: waits until whoever started it is gone, however that came about, and then stops every process recorded in the run
 * folder it was given. The other end of its standard input is how it knows.
 */
function main(runDir: string): void {
  process.on('SIGINT', () => undefined).on('SIGHUP', () => undefined);
  process.stdin.resume().once('close', () => void stopRecorded(runDir, GRACE_MS));
}

main(process.argv[2]!);
