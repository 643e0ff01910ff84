/** Requests waiting for their turn. A request with a channel replaces an older one on the same channel. */
export class RequestQueue<T> {
  private readonly waiting: { item: T; channel: string | undefined }[] = [];

  get size(): number {
    return this.waiting.length;
  }

  /** Adds an item and returns the one that it replaced, which keeps its place in the line for the newer one. */
  push(item: T, channel?: string): T | undefined {
    const older = channel === undefined ? undefined : this.waiting.find((entry) => entry.channel === channel);
    if (!older) {
      this.waiting.push({ item, channel });
      return undefined;
    }
    const replaced = older.item;
    older.item = item;
    return replaced;
  }

  /** Whether one waits on a channel. */
  holds(channel: string): boolean {
    return this.waiting.some((entry) => entry.channel === channel);
  }

  /** Whether one that fits waits. */
  some(fits: (item: T) => boolean): boolean {
    return this.waiting.some(({ item }) => fits(item));
  }

  /** Takes the first that fits out of the line, unless one that holds up all behind it stands before. */
  take(fits: (item: T) => boolean, holds: (item: T) => boolean = () => false): T | undefined {
    const at = this.waiting.findIndex(({ item }) => fits(item) || holds(item));
    return at >= 0 && fits(this.waiting[at].item) ? this.waiting.splice(at, 1)[0].item : undefined;
  }

  shift(): T | undefined {
    return this.waiting.shift()?.item;
  }
}
