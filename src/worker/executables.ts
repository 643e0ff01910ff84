import type { Program } from '../core/tensor';
import type { Engine, Executable } from '../engine';

/** Compiled programs of one session; the least recently used are released. */
export class ExecutableCache {
  private readonly entries = new Map<string, Executable>();

  constructor(
    private readonly engine: Engine,
    private readonly limit = 24,
  ) {}

  async get(key: string, build: () => Program): Promise<Executable> {
    const found = this.entries.get(key);
    if (found) {
      this.entries.delete(key);
      this.entries.set(key, found);
      return found;
    }
    const executable = await this.engine.compile(build());
    this.entries.set(key, executable);
    if (this.entries.size > this.limit) {
      const [[oldest, dropped]] = this.entries;
      this.entries.delete(oldest);
      await dropped.release();
    }
    return executable;
  }

  async release(): Promise<void> {
    const entries = [...this.entries.values()];
    this.entries.clear();
    await Promise.all(entries.map((each) => each.release()));
  }
}
