import { StartError } from '../start-error';

/**
 * The service takes no arguments: other users of the machine can read them, and a token that is passed as one would be
 * ignored in silence. They are not repeated.
 */
export function refuseArguments(args: readonly string[]): void {
  if (args.length === 0) return;
  throw new StartError(
    'it takes no arguments, and every user of this machine can read them; settings come from the environment, .env and configs/ (docs/configuration.md)',
  );
}
