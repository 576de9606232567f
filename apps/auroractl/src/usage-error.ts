/** A command line that cannot be meant; the message says what is wrong. */
export class UsageError extends Error {}
