/** Why a line is not durable now. */
export class WriteFailed extends Error {
  /**
   * @param kept `true`: the line waits in its place and will be written, in order, as soon as writing works again.
   * `false`: it was dropped and will never be written.
   */
  constructor(
    message: string,
    readonly kept: boolean,
    cause: Error | null,
  ) {
    super(message, cause === null ? undefined : { cause });
    this.name = 'WriteFailed';
  }
}

/** Called once for a line: `null` when it is durable as configured, else why it is not. Never called before `append` returned, except in `async` durability. */
export type WriteDone = (error: WriteFailed | null) => void;
