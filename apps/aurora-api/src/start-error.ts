/** Something a person can mend keeps the service from starting; the message says what and how. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
