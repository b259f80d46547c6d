// One thing after the other: what begins while something waits for rows begins when that is done, so `j j a` decides on what `j j` led to.

export class Turns {
  private last: Promise<void> | null = null;

  /** Do it at once, if nothing is being waited for; else in its turn. */
  take(act: () => void | Promise<unknown>): void {
    const before = this.last;
    const made = before ? before.then(act) : act();
    if (!(made instanceof Promise)) return;
    const done = made.then(() => undefined, () => undefined).then(() => { if (this.last === done) this.last = null; });
    this.last = done;
  }
}
