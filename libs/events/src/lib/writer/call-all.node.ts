import { type WriteDone, type WriteFailed } from './write-failed';

/** One callback that throws must not keep the others from being called; what it threw surfaces as uncaught. */
export function callAll(dones: readonly (WriteDone | undefined)[], error: WriteFailed | null): void {
  for (const done of dones) {
    if (done === undefined) continue;
    try {
      done(error);
    } catch (thrown) {
      setImmediate(() => {
        throw thrown;
      });
    }
  }
}
