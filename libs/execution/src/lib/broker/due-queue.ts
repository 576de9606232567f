interface Due {
  readonly atMs: number;
  readonly run: (atMs: number) => void;
}

/** Things to do at a time, in order of time, those of one time in the order added. */
export class DueQueue {
  private readonly dues: Due[] = [];

  /** Infinity when there is nothing to do. */
  get nextMs(): number {
    return this.dues[0]?.atMs ?? Infinity;
  }

  add(atMs: number, run: (atMs: number) => void): void {
    let at = this.dues.length;
    while (at > 0 && this.dues[at - 1]!.atMs > atMs) at--;
    this.dues.splice(at, 0, { atMs, run });
  }

  /** Does all that is due up to and at `nowMs`. */
  runUntil(nowMs: number): void {
    while (this.nextMs <= nowMs) {
      const { atMs, run } = this.dues.shift()!;
      run(atMs);
    }
  }
}
