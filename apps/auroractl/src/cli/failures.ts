import { EXIT } from './exit-code';

/** A failure that is said in one message, without a stack trace; the message says what to do next. */
export abstract class Failure extends Error {
  abstract readonly exitCode: number;
}

/** What was asked could not be done, or something was found wrong. */
export class Finding extends Failure {
  readonly exitCode = EXIT.finding;
}

/** A command line, or a file it names, that cannot be meant. */
export class UsageError extends Failure {
  readonly exitCode = EXIT.usage;
}

/** A service that is needed does not answer. */
export class Unreachable extends Failure {
  readonly exitCode = EXIT.unreachable;
}
