/** The service has stopped, but not all of what it had to write is on the disk; the message says what. */
export class StopError extends Error {
  override readonly name = 'StopError';
}
