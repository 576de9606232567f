/** Those who wait until a number of lines is written. */
export class FlushWaiters {
  private waiting: { upTo: number; resolve: () => void; reject: (error: Error) => void }[] = [];

  waitFor(upTo: number): Promise<void> {
    return new Promise((resolve, reject) => this.waiting.push({ upTo, resolve, reject }));
  }

  /** So many lines are written now. */
  reached(written: number): void {
    // In the order of their numbers, since numbers only grow.
    while (this.waiting.length > 0 && this.waiting[0]!.upTo <= written) this.waiting.shift()!.resolve();
  }

  failed(error: Error): void {
    for (const { reject } of this.waiting.splice(0)) reject(error);
  }
}
