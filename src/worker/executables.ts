import type { Program } from '../core/tensor';
import type { Engine, Executable } from '../engine';

/** Compiled programs of one session; the least recently used are released. */
export class ExecutableCache {
  /** Also those that are being compiled, so that two who ask at once get one. */
  private readonly entries = new Map<string, Promise<Executable>>();

  constructor(
    private readonly engine: Engine,
    private readonly limit = 24,
  ) {}

  async get(key: string, build: () => Program): Promise<Executable> {
    const entry = this.entries.get(key) ?? this.compile(key, build);
    // Moved to the end: used last.
    this.entries.delete(key);
    this.entries.set(key, entry);
    const executable = await entry;
    await this.trim();
    return executable;
  }

  async release(): Promise<void> {
    const entries = [...this.entries.values()];
    this.entries.clear();
    await Promise.all(entries.map(releaseMade));
  }

  private compile(key: string, build: () => Program): Promise<Executable> {
    const entry = this.engine.compile(build());
    // What cannot be compiled is not remembered.
    entry.catch(() => this.entries.delete(key));
    return entry;
  }

  private async trim(): Promise<void> {
    while (this.entries.size > this.limit) {
      const [[oldest, dropped]] = this.entries;
      this.entries.delete(oldest);
      await releaseMade(dropped);
    }
  }
}

const releaseMade = async (entry: Promise<Executable>): Promise<void> => {
  const executable = await entry.catch(() => null);
  await executable?.release();
};
